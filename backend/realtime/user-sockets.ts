/** Which sockets belong to which credential's holder, and how many each may have. */
export class UserSockets {
  readonly #socketsOf = new Map<string, Set<string>>();

  constructor(private readonly maxPerHolder: number) {}

  mayAdd(holder: string, socketId: string): boolean {
    const sockets = this.#socketsOf.get(holder);
    return sockets === undefined || sockets.has(socketId) || sockets.size < this.maxPerHolder;
  }

  add(holder: string, socketId: string): void {
    const sockets = this.#socketsOf.get(holder) ?? new Set<string>();
    sockets.add(socketId);
    this.#socketsOf.set(holder, sockets);
  }

  forget(holder: string, socketId: string): void {
    const sockets = this.#socketsOf.get(holder);
    sockets?.delete(socketId);
    if (sockets?.size === 0) this.#socketsOf.delete(holder);
  }

  of(holder: string): Iterable<string> {
    return this.#socketsOf.get(holder) ?? [];
  }
}
