import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** @param proxies addresses and networks (`10.0.0.0/8`); what is neither is left out */
export function trustList(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const version = isIP(address);
    if (version === 0) continue;
    const family = version === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/**
 * Writes X-Forwarded-For so that it can be believed: what a caller claims is dropped unless the caller is a
 * trusted proxy, and the address that we see ourselves comes last.
 */
export function stateForwardedFor(request: IncomingMessage, trusted: BlockList): void {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/iu, '');
  const version = isIP(peer);
  const claimed = request.headers['x-forwarded-for'];
  const believed = version !== 0 && trusted.check(peer, version === 6 ? 'ipv6' : 'ipv4');
  request.headers['x-forwarded-for'] =
    believed && claimed !== undefined && claimed.length > 0 ? `${String(claimed)}, ${peer}` : peer;
  delete request.headers['forwarded'];
}
