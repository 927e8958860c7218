import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { readTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { PALETTE } from '#components/ui/palette.ts';
import { Toaster } from '#components/ui/toaster.tsx';
import { common } from '#lib/messages/en/common.ts';
import './globals.css';

/** No page is the same for two people, and none is made at build time, when no deployment is known. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: common.product, template: `%s · ${common.product}` },
  applicationName: common.product,
  // Numbers in tickets are not phone numbers until we say so.
  formatDetection: { telephone: false, email: false, address: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: PALETTE.surface.light },
    { media: '(prefers-color-scheme: dark)', color: PALETTE.surface.dark },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html lang="en" dir="ltr" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        {children}
        <Toaster />
      </body>
    </html>
  );
}
