import { isUnavailable } from '../../api/problem';

const said = (message: string, code?: string | number): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });

describe('what PostgreSQL, its driver, gRPC and the SDK say when they are not there', () => {
  it.each<readonly [string, Error]>([
    ['pg: after a line broke', said('Client has encountered a connection error and is not queryable')],
    ['pg: after it was given up', said('Client was closed and is not queryable')],
    ['pg: no answer in time', said('Query read timeout')],
    ['pg: no connection in time', said('timeout expired')],
    ['pg-pool: none free in time', said('timeout exceeded when trying to connect')],
    ['pg-pool: connecting took too long', said('Connection terminated due to connection timeout')],
    ['pg-pool: being closed', said('Cannot use a pool after calling end on the pool')],
    ['the line broke', said('write EPIPE', 'EPIPE')],
    ['the line was reset', said('read ECONNRESET', 'ECONNRESET')],
    ['no way to the host', said('connect EHOSTUNREACH 10.0.0.7:5432', 'EHOSTUNREACH')],
    ['connection failure', said('…', '08006')],
    ['the disk is full', said('could not extend file', '53100')],
    ['no memory', said('out of memory', '53200')],
    ['too many connections', said('sorry, too many clients already', '53300')],
    ['shut down by the administrator', said('…', '57P01')],
    ['starting up', said('the database system is starting up', '57P03')],
    ['a standby', said('cannot execute INSERT in a read-only transaction', '25006')],
    ['our own time limit', said('canceling statement due to statement timeout', '57014')],
    ['our own limit for a lock', said('canceling statement due to lock timeout', '55P03')],
    ...[1, 4, 8, 14].map((code) => [`gRPC ${code}`, said('…', code)] as const),
    [
      'wrapped by the SDK',
      new Error('Failed to start', { cause: new Error('call failed', { cause: said('14 UNAVAILABLE', 14) }) }),
    ],
    [
      'of several addresses',
      new AggregateError([
        said('connect ECONNREFUSED ::1', 'ECONNREFUSED'),
        said('connect ECONNREFUSED 127.0.0.1', 'ECONNREFUSED'),
      ]),
    ],
  ])('%s', (_, error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each<readonly [string, Error | undefined]>([
    ['a row that is there already', said('duplicate key', '23505')],
    ['a table that is not', said('relation does not exist', '42P01')],
    ['gRPC: a fault of ours', said('…', 3)],
    ['a fault in the program', new TypeError('x is undefined')],
    ['nothing', undefined],
  ])('not: %s', (_, error) => {
    expect(isUnavailable(error)).toBe(false);
  });
});
