import type { ChannelWatcher } from './channel-watcher.ts';
import type { WebhookEvent } from './webhooks.ts';

/** Puts what the hub tells into the words of Pusher's webhooks. */
export const webhookWatcher = (tell: (event: WebhookEvent) => void): ChannelWatcher => ({
  occupied: (channel) => tell({ name: 'channel_occupied', channel }),
  vacated: (channel) => tell({ name: 'channel_vacated', channel }),
  memberAdded: (channel, userId) => tell({ name: 'member_added', channel, user_id: userId }),
  memberRemoved: (channel, userId) => tell({ name: 'member_removed', channel, user_id: userId }),
  whispered: ({ channel, event, data, userId }, fromSocketId) =>
    tell({
      ...{ name: 'client_event', channel, event, data, socket_id: fromSocketId },
      ...(userId === undefined ? {} : { user_id: String(userId) }),
    }),
  cacheMissed: (channel) => tell({ name: 'cache_miss', channel }),
});
