import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

/** Our own web process calls from here and names the person's address. */
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** `TRUSTED_PROXIES`: addresses and networks whose X-Forwarded-For is believed. */
function blockList(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/iu, '');

/** The address of the client: the nearest one that is not a trusted proxy. */
export function clientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const peer = unmapped(request.socket.remoteAddress ?? '');
  const trusted = blockList([...LOOPBACK, ...trustedProxies]);
  const isTrusted = (address: string) =>
    isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const header = request.headers['x-forwarded-for'];
  const chain = (Array.isArray(header) ? header.join(',') : (header ?? ''))
    .split(',')
    .map((part) => unmapped(part.trim()))
    .filter((part) => isIP(part) !== 0);
  let address = peer;
  while (isTrusted(address) && chain.length > 0) address = chain.pop() ?? address;
  return address;
}
