import { textFrame } from './text-frame.ts';

/** The protocol's own frames, byte for byte as Laravel Reverb writes them where both have one. */

export const PING = textFrame('{"event":"pusher:ping"}');
export const PONG = textFrame('{"event":"pusher:pong"}');

const withData = (event: string, data: unknown, channel?: string): Buffer =>
  textFrame(
    JSON.stringify({ event, data: JSON.stringify(data), ...(channel === undefined ? {} : { channel }) }),
  );

export const established = (socketId: string, activityTimeoutSeconds: number): Buffer =>
  withData('pusher:connection_established', {
    socket_id: socketId,
    activity_timeout: activityTimeoutSeconds,
  });

export const errorFrame = (code: number, message: string): Buffer =>
  withData('pusher:error', { code, message });

export const subscriptionSucceeded = (channel: string, presence: unknown): Buffer =>
  withData('pusher_internal:subscription_succeeded', presence === null ? {} : { presence }, channel);

export const cacheMiss = (channel: string): Buffer =>
  textFrame(JSON.stringify({ event: 'pusher:cache_miss', channel }));

export const signinSuccess = (userData: string): Buffer =>
  withData('pusher:signin_success', { user_data: userData });

/** Reverb names no channel when it refuses; a client that cannot tell which one waits for ever. */
export const subscriptionError = (channel: string, status: number, code: string, message: string): Buffer =>
  textFrame(
    JSON.stringify({
      event: 'pusher:subscription_error',
      data: {
        type: status === 401 || status === 403 ? 'AuthError' : 'LimitError',
        status,
        code,
        error: message,
      },
      channel,
    }),
  );
