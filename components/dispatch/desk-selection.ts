/** What the desk shows in its detail panel, as the address says it. */
export type DeskSelection =
  | { readonly kind: 'none' }
  | { readonly kind: 'ticket'; readonly id: number }
  | { readonly kind: 'driver'; readonly id: number };

const DETAIL_PATH = /^\/dispatch\/(tickets|drivers)\/([1-9]\d{0,14})\/?$/u;

export function selectionOfPath(pathname: string): DeskSelection {
  const match = DETAIL_PATH.exec(pathname);
  if (!match) return { kind: 'none' };
  return { kind: match[1] === 'tickets' ? 'ticket' : 'driver', id: Number(match[2]) };
}

/** What the address says now. For a moment after a selection it is ahead of the page. */
export const addressedSelection = (): DeskSelection => selectionOfPath(window.location.pathname);

export function pathOfSelection(selection: DeskSelection): string {
  switch (selection.kind) {
    case 'none':
      return '/dispatch';
    case 'ticket':
      return ticketPath(selection.id);
    case 'driver':
      return driverPath(selection.id);
  }
}

export const ticketPath = (id: number): string => `/dispatch/tickets/${id}`;
export const driverPath = (id: number): string => `/dispatch/drivers/${id}`;
