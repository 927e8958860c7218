/**
 * Nothing of the environment is read here: a build must serve any deployment. Addresses are read at run
 * time by proxy.ts and the route handlers, security headers that depend on them are set in proxy.ts.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The backend compresses nothing; a reverse proxy or Next does. Streams of the pass-through stay as they are.
  compress: true,
  // `npm run check` reads the types of the whole repository; a build must not wait for them again.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // forbidden() renders app/forbidden.tsx with status 403.
    authInterrupts: true,
    optimizePackageImports: ['lucide-react', 'radix-ui'],
  },
  async headers() {
    return [
      {
        source: '/:path*',
        headers: [
          { key: 'X-Content-Type-Options', value: 'nosniff' },
          { key: 'X-Frame-Options', value: 'DENY' },
        ],
      },
    ];
  },
};

export default config;
