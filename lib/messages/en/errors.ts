/** What went wrong, what was kept, what to do. */
export const errors = {
  backendAway: 'The server does not answer at the moment. Nothing was lost; try again in a moment.',
  timeout: 'The server took too long to answer. Check whether the change arrived before you repeat it.',
  network: 'You seem to be offline. Nothing was sent; try again when the connection is back.',
  unreadable: 'The server gave an answer that this page does not understand.',
  sessionEnded: 'Your session has ended. Sign in again.',
  crossSite: 'This request came from another site and was refused.',
  tooLarge: 'This is too large to send.',

  notFoundTitle: 'There is nothing here',
  notFoundBody: 'The address may be mistyped, or what it showed is gone.',
  forbiddenTitle: 'This page is not for your account',
  forbiddenBody: (role: string) => `You are signed in as ${role}. Ask an administrator if you need access.`,
  unexpectedTitle: 'This page ran into a problem',
  unexpectedBody: 'What you saved before is kept. Try again; if it stays, tell an administrator the time.',
  awayTitle: 'The server is away',
  awayBody: 'It does not answer at the moment. Nothing was lost; this page tries again by itself.',
  reference: (digest: string) => `Reference ${digest}`,
  toStart: 'Go to the start page',
  signInOther: 'Sign in as somebody else',
} as const;
