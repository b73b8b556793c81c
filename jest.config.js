/** Published as ES modules only; jest loads CommonJS, so they are translated like our own files. */
const ES_MODULES = ['openid-client', 'oauth4webapi', 'jose'];

/** Servers are started once by `npm test` (test/run.ts), never by a test file; see docs/architecture.md. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[tj]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  testTimeout: 60_000,
};
