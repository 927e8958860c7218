/** Why the backend does not start: a sentence for the person at the terminal, no stack needed. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
