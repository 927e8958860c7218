/** Sentences of the frame around every page, of signing in and of the first set-up. */
export const shell = {
  skipToContent: 'Skip to content',
  mainNavigation: 'Main',
  nav: { dispatch: 'Dispatch', driver: 'Driver console', customer: 'My tickets' },
  account: (name: string) => `Account: ${name}`,
  signOut: 'Sign out',
  theme: 'Theme',
  themeSystem: 'As the device',
  themeLight: 'Light',
  themeDark: 'Dark',

  signIn: {
    title: 'Sign in',
    email: 'Email',
    password: 'Password',
    submit: 'Sign in',
    submitting: 'Signing in…',
    expired: 'You were signed out because your session ended. Sign in again to go on.',
    signedOut: 'You are signed out.',
    refused: 'Signing in did not succeed. Check the email and the password.',
    createdAdmin: 'The administrator is ready. Sign in to begin.',
  },

  setup: {
    title: 'Set up Callout',
    intro: 'Make the first administrator. This link works once.',
    name: 'Your name',
    email: 'Email',
    password: 'Password',
    passwordHint: 'At least 10 characters.',
    submit: 'Make the administrator',
    dead: 'This set-up link does not work any more.',
    deadHint: 'An administrator may exist already. If not, restart the server: it prints a new link.',
    toSignIn: 'Go to sign in',
  },
} as const;
