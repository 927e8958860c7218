/** What a channel's name says about it. */

export const isPrivate = (channel: string): boolean => channel.startsWith('private-');
export const isPresence = (channel: string): boolean => channel.startsWith('presence-');
export const isEncrypted = (channel: string): boolean => channel.startsWith('private-encrypted-');
export const isCache = (channel: string): boolean =>
  /^(?:private-encrypted-|private-|presence-)?cache-/u.test(channel);
export const userChannelOf = (userId: string): string => `#server-to-user-${userId}`;
