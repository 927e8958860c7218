/** Whose credential opened a channel: what a revocation is checked against. */
export type Principal =
  | { readonly kind: 'user'; readonly userId: number; readonly tokenId: number }
  | { readonly kind: 'link'; readonly linkId: number };
