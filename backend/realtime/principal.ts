/** Whose credential opened a channel: what a revocation is checked against. */
export type Principal =
  | { readonly kind: 'user'; readonly userId: number; readonly tokenId: number }
  | { readonly kind: 'link'; readonly linkId: number };

/** Who a `pusher:signin` spoke of, where that is a user of ours; no token was shown. */
export const principalOfSignIn = (userId: string): Principal | null =>
  /^[1-9]\d{0,9}$/u.test(userId) ? { kind: 'user', userId: Number(userId), tokenId: 0 } : null;

/** The holder of a credential, as the hub counts sockets by. */
export const principalKey = (principal: Principal): string =>
  principal.kind === 'user' ? userKey(String(principal.userId)) : `link:${principal.linkId}`;

export const userKey = (userId: string): string => `user:${userId}`;
