import { decode } from 'next-auth/jwt';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SessionToken } from '#lib/auth/session-token.ts';
import { FLEET_CHANNEL } from '#lib/protocol/channels.ts';
import { BrowserJar } from '#tests/support/browser-jar.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import { ensureWebBuild, startWeb, type WebServer } from '#tests/support/web-server.ts';

/** A person's session in the browser: the backend's token never leaves the server. */

const SESSION_SECRET = 'a-session-secret-for-tests-of-the-session';
const PASSWORD = `password-${crypto.randomUUID()}`;
const COOKIE = 'next-auth.session-token';

let backend: TestBackend;
let web: WebServer;
let browser: BrowserJar;

beforeAll(async () => {
  await ensureWebBuild();
  backend = await openTestBackend({ demo: true, env: { DEMO_PASSWORD: PASSWORD } });
  web = await startWeb({
    BACKEND_URL: backend.url,
    NEXTAUTH_SECRET: SESSION_SECRET,
    REVERB_APP_KEY: 'test-key',
  });
}, 180_000);
afterAll(async () => {
  await web.close();
  await backend.close();
});
beforeEach(() => {
  browser = new BrowserJar(web.url);
});

/** next-auth's own way, as its client does it. */
async function signIn(email: string, password = PASSWORD): Promise<Response> {
  const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  return browser.fetch('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: '/' }),
  });
}

async function tokenInCookie(): Promise<string> {
  const value = browser.cookie(COOKIE);
  return SessionToken.parse(await decode({ ...(value ? { token: value } : {}), secret: SESSION_SECRET }))
    .backend_token;
}

describe('signing in', () => {
  test('next-auth takes the credentials of the backend', async () => {
    expect((await signIn('dispatcher@example.test')).status).toBe(200);
    const session = (await (await browser.fetch('/api/auth/session')).json()) as { user: unknown };
    expect(session.user).toMatchObject({ email: 'dispatcher@example.test', role: 'dispatcher' });
  });

  test('a wrong password makes no session', async () => {
    expect((await signIn('dispatcher@example.test', 'wrong-password')).status).toBe(401);
    expect(browser.cookie(COOKIE)).toBeUndefined();
  });

  test('the form works without any script, and leads where the person was going', async () => {
    const form = await formFields('/login?next=%2Fdispatch%3Ftab%3Ddrivers');
    const answer = await postForm('/login', form, { email: 'dispatcher@example.test', password: PASSWORD });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/dispatch?tab=drivers');
    expect(await tokenInCookie()).not.toBe('');
  });

  test('without a script too, a wrong password says so and keeps the email', async () => {
    const form = await formFields('/login');
    const answer = await postForm('/login', form, { email: 'driver1@example.test', password: 'wrong' });
    const html = await answer.text();
    expect(html).toContain('These credentials do not match our records.');
    expect(html).toContain('value="driver1@example.test"');
    expect(html).not.toContain('value="wrong"');
    expect(browser.cookie(COOKIE)).toBeUndefined();
  });

  test('the login page leads to no other site', async () => {
    const form = await formFields('/login?next=%2F%2Fevil.example');
    expect(form.has('next')).toBe(false);
    form.set('next', '//evil.example');
    const answer = await postForm('/login', form, { email: 'driver1@example.test', password: PASSWORD });
    expect(answer.headers.get('location')).toBe('/driver');
  });

  async function formFields(path: string): Promise<FormData> {
    const html = await (await browser.fetch(path)).text();
    const fields = new FormData();
    for (const [tag] of html.matchAll(/<input type="hidden"[^>]*>/g)) {
      const attribute = (name: string) =>
        (new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '')
          .replaceAll('&quot;', '"')
          .replaceAll('&amp;', '&')
          .replaceAll('&#x27;', "'");
      fields.set(attribute('name'), attribute('value'));
    }
    return fields;
  }

  function postForm(path: string, form: FormData, values: Record<string, string>): Promise<Response> {
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    return browser.sameOrigin(path, { method: 'POST', body: form });
  }
});

describe('the backend’s token', () => {
  test('is in nothing that a browser can read: session, page, page data, or the cookie’s text', async () => {
    await signIn('dispatcher@example.test');
    const token = await tokenInCookie();
    const answers = [
      await browser.fetch('/api/auth/session'),
      await browser.fetch('/dispatch'),
      await browser.fetch('/dispatch', { headers: { RSC: '1' }, redirect: 'follow' }),
      await browser.sameOrigin('/api/bff/user'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain(token);
      expect(JSON.stringify([...answer.headers])).not.toContain(token);
    }
    expect(browser.cookie(COOKIE)).not.toContain(token);
  });
});

describe('the browser’s calls', () => {
  test('go on with the session’s token', async () => {
    await signIn('dispatcher@example.test');
    const answer = await browser.sameOrigin('/api/bff/user');
    expect(await answer.json()).toMatchObject({ data: { email: 'dispatcher@example.test' } });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('without a session are 401 in the contract’s shape', async () => {
    const answer = await browser.sameOrigin('/api/bff/tickets');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  });

  test.each([{}, { Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])(
    'that change something from %o are refused: another site’s page sends the cookie too',
    async (headers) => {
      await signIn('dispatcher@example.test');
      const answer = await browser.fetch('/api/bff/driver/duty', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers } as Record<string, string>,
        body: '{"duty":"on"}',
      });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ code: 'cross_site' });
    },
  );
});

describe('channel authorisation', () => {
  const asks = { socket_id: '1.1', channel_name: FLEET_CHANNEL };
  const json = { 'Content-Type': 'application/json' };
  const PATH = '/api/broadcasting/auth';

  test('without any credential is 401, whoever asks', async () => {
    const answer = await fetch(`${web.url}${PATH}`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(asks),
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  });

  test('takes the session cookie from our own pages, as JSON and as a form', async () => {
    await signIn('dispatcher@example.test');
    for (const init of [
      { headers: json, body: JSON.stringify(asks) },
      { body: new URLSearchParams(asks) },
    ] satisfies RequestInit[]) {
      const answer = await browser.sameOrigin(PATH, { method: 'POST', ...init });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ auth: expect.stringMatching(/^test-key:[0-9a-f]{64}$/) });
    }
  });

  test('does not take it from elsewhere', async () => {
    await signIn('dispatcher@example.test');
    const answer = await browser.fetch(PATH, { method: 'POST', headers: json, body: JSON.stringify(asks) });
    expect(answer.status).toBe(403);
  });

  test('a bearer that is present wins over the cookie', async () => {
    await signIn('dispatcher@example.test');
    const answer = await browser.sameOrigin(PATH, {
      method: 'POST',
      headers: { ...json, Authorization: 'Bearer of-nobody' },
      body: JSON.stringify(asks),
    });
    expect(answer.status).toBe(401);
  });
});

describe('the end of a session', () => {
  const revoke = async () => {
    const answer = await backend.api('/api/logout', { method: 'POST', token: await tokenInCookie() });
    expect(answer.status).toBe(204);
  };

  test('revoked elsewhere, it leads back to the login page with a sentence', async () => {
    await signIn('dispatcher@example.test');
    await revoke();
    const answer = await browser.fetch('/dispatch');
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('/login?reason=expired&next=%2Fdispatch');
    expect(await (await browser.fetch('/login')).text()).toContain('your session ended');
    expect((await browser.sameOrigin('/api/bff/user')).status).toBe(401);
  });

  test('signing out kills the token at the backend', async () => {
    await signIn('dispatcher@example.test');
    const token = await tokenInCookie();
    const { csrfToken } = (await (await browser.fetch('/api/auth/csrf')).json()) as { csrfToken: string };
    await browser.fetch('/api/auth/signout', { method: 'POST', body: new URLSearchParams({ csrfToken }) });
    expect(browser.cookie(COOKIE)).toBeUndefined();
    expect((await backend.api('/api/user', { token })).status).toBe(401);
  });

  test('a cookie of another installation is as good as none', async () => {
    const answer = await fetch(`${web.url}/`, {
      redirect: 'manual',
      headers: { Cookie: `${COOKIE}=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c` },
    });
    expect(answer.headers.get('location')).toBe('/login');
  });
});

describe('pages', () => {
  test.each([
    ['admin', '/dispatch'],
    ['dispatcher', '/dispatch'],
    ['driver1', '/driver'],
    ['customer1', '/customer'],
  ])('the start page leads %s to %s', async (account, home) => {
    await signIn(`${account}@example.test`);
    expect((await browser.fetch('/')).headers.get('location')).toBe(home);
  });

  test('another role’s page is 403', async () => {
    await signIn('driver1@example.test');
    expect((await browser.fetch('/dispatch')).status).toBe(403);
  });

  test('carry a policy that no injected script passes, and stay out of frames', async () => {
    const { headers } = await browser.fetch('/login');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
    const again = await browser.fetch('/login');
    expect(again.headers.get('content-security-policy')).not.toBe(policy);
  });

  test('a tracking page is kept by nobody and named to nobody', async () => {
    const { headers } = await browser.fetch('/track/no-such-token-of-this-desk');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toContain('no-store');
  });
});
