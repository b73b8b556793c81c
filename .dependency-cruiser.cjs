/** Which room of the house may import which; the table is in docs/architecture.md. Run by `npm run check` and `npm test`. */

/** A room may import its own files, the rooms named, the packages named, and Node's own modules if it says so. */
const room = (name, { rooms = [], packages = [], node = false, files = [] }) => ({
  name: `${name}-imports-only-what-it-may`,
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    pathNot: [
      `^(${[name, ...rooms].join('|')})/`,
      ...files.map((file) => `^${file.replaceAll('.', '\\.')}$`),
      ...packages.map((pattern) => `^node_modules/(@types/)?${pattern}/`),
    ],
    ...(node ? { dependencyTypesNot: ['core'] } : {}),
  },
});

const CONFIG = 'temporal.config.ts';
/** Where attached files lie, for `verify --files`. */
const FILES = 'integrations/attachments/open-attachments.ts';
/** Definitions of updates, signals, queries and search attributes: safe to import outside the sandbox. */
const MESSAGES = '^workflows/([^/]+\\.messages|search-attributes)\\.ts$';
const EDGES = '^(cli|api|gateway|activities|integrations)/';

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    room('domain', {}),
    room('contracts', { rooms: ['domain'], packages: ['zod', 'yaml'] }),
    room('db', { rooms: ['domain'], packages: ['kysely', 'pg'], node: true }),
    room('workflows', { rooms: ['domain', 'activities'], packages: ['@temporalio/workflow', '@temporalio/common'], files: [CONFIG] }),
    {
      name: 'workflows-know-activities-by-type-alone',
      comment: 'an activity imported as code would be bundled into the sandbox with everything it touches',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    room('gateway', { rooms: ['domain', 'contracts', 'db', 'workflows'], packages: ['@temporalio/client', '@temporalio/common', 'kysely', '@node-rs/argon2', 'pkijs', 'asn1js'], files: [CONFIG], node: true }),
    room('activities', { rooms: ['domain', 'contracts', 'db', 'gateway', 'workflows'], packages: ['@temporalio/(activity|common|client)', 'kysely', 'pg'], files: [CONFIG], node: true }),
    room('integrations', { rooms: ['domain', 'contracts', 'db'], packages: ['@temporalio/(client|common)', 'kysely', 'pg', 'zod', 'nodemailer', 'ipaddr.js', 'saxes', 'yauzl', 'standardwebhooks', '@nats-io/[^/]+', '@aws-sdk/[^/]+'], files: [CONFIG], node: true }),
    room('api', { rooms: ['domain', 'contracts', 'db', 'gateway', 'workflows', 'integrations'], packages: ['@temporalio/(client|common)', 'kysely', 'pg', 'zod', 'pino', 'fastify', 'fastify-[^/]+', '@fastify/[^/]+', 'ipaddr.js', 'openid-client', 'prom-client', 'otpauth', '@simplewebauthn/server', '@zxcvbn-ts/[^/]+'], files: [CONFIG], node: true }),
    room('cli', { rooms: ['domain', 'contracts', 'db', 'gateway', 'workflows'], packages: ['@temporalio/(client|common)', 'kysely', 'pg', 'commander', 'picocolors', 'zod'], files: [CONFIG, FILES], node: true }),
    { name: 'portal-imports-only-what-it-may', severity: 'error', from: { path: '^portal/' }, to: { path: '^[^/]+/', pathNot: ['^portal/', '^node_modules/', '^domain/(procedure/(route|procedure)|text)\\.ts$'] } },
    room('chaos', { rooms: ['domain', 'db', 'gateway', 'workers'], packages: ['@temporalio/client', 'kysely', 'pg'], files: [CONFIG], node: true }),
    room('examples', { packages: ['@temporalio/(worker|workflow|activity|common)'], node: true }),
    { name: 'edges-know-workflows-by-their-messages', severity: 'error', from: { path: EDGES }, to: { path: '^workflows/', pathNot: MESSAGES } },
    { name: 'edges-do-not-write-dossiers', comment: 'only activities write dossier tables', severity: 'error', from: { path: '^(cli|api|gateway)/' }, to: { path: '^db/(record|fire-watches)\\.ts$' } },
    { name: 'nobody-imports-the-command-line', severity: 'error', from: { pathNot: '^(cli|test|bin)/' }, to: { path: '^cli/' } },
    { name: 'nobody-imports-the-api', severity: 'error', from: { pathNot: '^(api|test|bench)/' }, to: { path: '^api/' } },
    { name: 'nobody-imports-the-chaos', severity: 'error', from: { pathNot: '^(chaos|test)/' }, to: { path: '^chaos/' } },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    { name: 'configuration-imports-nothing', severity: 'error', from: { path: '^temporal\\.config\\.ts$' }, to: { path: '.' } },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.json', '.d.ts'] },
  },
};
