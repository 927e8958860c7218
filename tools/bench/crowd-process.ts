import { fork } from 'node:child_process';
import { once } from 'node:events';
import { NumberedAnswer, type CrowdAnswer, type CrowdQuestion } from './crowd-messages.ts';

export interface Crowd {
  readonly pid: number;
  ask(question: CrowdQuestion): Promise<CrowdAnswer>;
  close(): Promise<void>;
}

/** Starts a process of raw sockets; it ends with us. */
export async function startCrowd(): Promise<Crowd> {
  const child = fork(new URL('crowd.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  const waiting = new Map<number, { resolve(answer: CrowdAnswer): void; reject(error: Error): void }>();
  let asked = 0;
  child.on('message', (message) => {
    const decoded = NumberedAnswer.parse(message);
    const question = waiting.get(decoded.number);
    waiting.delete(decoded.number);
    if ('answer' in decoded) question?.resolve(decoded.answer);
    else question?.reject(new Error(decoded.error));
  });
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('The crowd ended.'));
  });
  return {
    pid: child.pid ?? 0,
    ask: (question) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        child.send({ number: asked, question });
      }),
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}
