/**
 * The arrows of the architecture. Data flows one way; what may import what is decided here and nowhere
 * else. tests/architecture.test.ts runs these rules and asserts that modules were really read.
 */
const TEST_FILE = '\\.test\\.tsx?$';

/** Pages that the map's benchmark measures: they are the product's own map in a page by itself. */
const MAP_BENCH_PAGES = '^tools/bench/map/pages/';

/** A rule that lets `from` import only our own folders matching `own` (npm and node are judged apart). */
const onlyOwn = (name, comment, from, own, except = []) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: [TEST_FILE, ...except] },
  to: { path: '^(app|components|lib|backend|tools|tests|e2e)/', pathNot: own },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      comment: 'lib/domain is pure: types, the state machine, geometry. It needs nobody.',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: TEST_FILE },
      to: { pathNot: '^lib/domain/' },
    },
    {
      name: 'protocol-imports-domain-and-zod',
      comment: 'The wire schemas are read by every part, so they may lean on the vocabulary and zod only.',
      severity: 'error',
      from: { path: '^lib/protocol/', pathNot: TEST_FILE },
      to: { pathNot: ['^lib/(domain|protocol)/', '^node_modules/zod/'] },
    },
    onlyOwn(
      'backend-stands-alone',
      'The backend is its own process and shares with the web only what crosses the wire, and how.',
      '^backend/',
      '^(backend/|lib/(domain|protocol|sockets)/|lib/config/(backend-config|generated-secrets)\\.ts$)',
    ),
    onlyOwn(
      'tools-are-clients',
      'A tool is a client of the product: it speaks REST and WebSocket, and may start the backend as a process.',
      '^tools/',
      '^(tools/|lib/(domain|protocol)/|lib/config/backend-config\\.ts$)',
      [MAP_BENCH_PAGES],
    ),
    onlyOwn(
      'map-bench-pages-run-the-live-path',
      'What the benchmark of the map measures is the code that ships: the map, the store and the socket.',
      MAP_BENCH_PAGES,
      '^(tools/|components/(map/|ui/palette\\.ts$)|lib/(domain|protocol|store|realtime)/)',
    ),
    onlyOwn(
      'components-stay-in-the-web',
      'Components render; they never reach the backend but through lib/api.',
      '^components/',
      '^(components|lib)/',
    ),
    onlyOwn('lib-is-below', 'lib knows nothing of who uses it.', '^lib/', '^lib/'),
    onlyOwn(
      'app-is-routes',
      'Routes load a snapshot and render a feature.',
      '^app/',
      '^(app|components|lib)/',
    ),
    {
      name: 'store-and-realtime-without-framework',
      comment: 'The live path runs and is tested without React or Next.',
      severity: 'error',
      from: { path: '^lib/(store|realtime)/', pathNot: TEST_FILE },
      to: { path: '^node_modules/(react|react-dom|next|swr|react-leaflet)/' },
    },
    {
      name: 'no-test-in-product',
      comment: 'Nothing that ships imports a test or its support.',
      severity: 'error',
      from: { path: '^(app|components|lib|backend|tools)/', pathNot: TEST_FILE },
      to: { path: ['^(tests|e2e)/', TEST_FILE] },
    },
    {
      name: 'no-dev-dependency-in-product',
      comment: 'What runs in production is installed in production.',
      severity: 'error',
      from: { path: '^(app|components|lib|backend)/', pathNot: [TEST_FILE, '\\.config\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one thing, or one of them is in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that resolves to nothing would also escape every other rule.',
      severity: 'error',
      from: {},
      // Next itself answers for server-only; no package of that name is installed.
      to: { couldNotResolve: true, pathNot: '^server-only$' },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^(\\.next|data|public)/|\\.css$|^tailwindcss' },
    // Types count: an arrow drawn with `import type` is still an arrow.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
