import type { MetadataRoute } from 'next';
import { PALETTE } from '#components/ui/palette.ts';
import { common } from '#lib/messages/en/common.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';

/** What a phone installs is the driver console; pages outside its scope do not offer to be installed. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/driver',
    name: `${common.product} · ${driverConsole.title}`,
    short_name: common.product,
    description: driverConsole.description,
    start_url: '/driver',
    scope: '/driver',
    display: 'standalone',
    orientation: 'portrait',
    background_color: PALETTE.canvas.light,
    theme_color: PALETTE.surface.light,
    icons: [
      { src: '/icons/console-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icons/console-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icons/console-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: '/icons/console.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  };
}
