import { createServer } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { Sentence } from './say.mjs';

/** Ends the command with a sentence that names the variable when a port cannot be listened on. */
export async function needPort(variable, port, commandName) {
  const probe = createServer();
  try {
    probe.listen(port);
    await once(probe, 'listening');
  } catch (error) {
    const other = `${variable}=${port + 1} npm ${commandName}`;
    if (error.code === 'EADDRINUSE') {
      throw new Sentence(`Port ${port} is taken. Stop what uses it, or choose another: ${other}`);
    }
    throw new Sentence(`Port ${port} cannot be used (${error.code}). Choose another: ${other}`);
  } finally {
    await new Promise((closed) => probe.close(closed));
  }
}

/** A port from the environment, or the default; a sentence when it is no port. */
export function portFrom(variable, otherwise) {
  const text = process.env[variable];
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Sentence(`${variable} is "${text}", which is no port. Give a number from 1 to 65535.`);
  }
  return port;
}

export async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** The addresses at which phones on the same network reach this machine. */
export function lanAddresses() {
  return Object.values(networkInterfaces())
    .flat()
    .filter((address) => address !== undefined && address.family === 'IPv4' && !address.internal)
    .map((address) => address.address);
}
