import { redisAddress, redisAddresses } from './redis-address.js';

const read = (url: string) => {
  const { user, password, ...rest } = redisAddress.parse(url);
  return { ...rest, user: user?.reveal(), password: password?.reveal() };
};

const PLAIN = {
  host: 'redis.example',
  port: 6379,
  tls: false,
  user: undefined,
  password: undefined,
  database: 0,
};

describe('REDIS_URL', () => {
  it.each([
    ['redis://redis.example', {}],
    ['redis://redis.example/', {}],
    ['redis://redis.example:6380/7', { port: 6380, database: 7 }],
    ['rediss://redis.example', { tls: true }],
    ['REDISS://redis.example', { tls: true }],
    ['redis://:secret@redis.example', { password: 'secret' }],
    ['redis://app:secret@redis.example/1', { user: 'app', password: 'secret', database: 1 }],
    ['redis://a%40b:p%2Fq%23%3A%25@redis.example', { user: 'a@b', password: 'p/q#:%' }],
    ['redis://127.0.0.1:7000', { host: '127.0.0.1', port: 7000 }],
    ['redis://[::1]:7000', { host: '::1', port: 7000 }],
  ])('may be %s', (url, differs) => expect(read(url)).toEqual({ ...PLAIN, ...differs }));

  it.each([
    ['redis.example', /redis:\/\/ or rediss:/],
    ['http://redis.example', /redis:\/\/ or rediss:/],
    ['unix:/run/redis.sock', /redis:\/\/ or rediss:/],
    ['redis://', /host/],
    ['redis:///0', /host/],
    ['redis://redis.example:0', /host:port/],
    ['redis://redis.example:70000', /host:port/],
    ['redis://:se#cret@redis.example', /percent-encoded/],
    ['redis://:se/cret@redis.example', /percent-encoded/],
    ['redis://:se%cret@redis.example', /percent-encoded/],
    ['redis://secret@redis.example', /no password/],
    ['redis://redis.example/first', /database number/],
    ['redis://redis.example/0/1', /database number/],
    ['redis://redis.example/-1', /database number/],
    ['redis://redis.example?db=1', /database number/],
    ['redis://redis.example#1', /database number/],
  ])('can not be %s, and the message does not repeat it', (url, message) => {
    const { error } = redisAddress.safeParse(url);
    const [issue] = error?.issues ?? [];
    expect(issue?.message).toMatch(message);
    expect(issue?.message).not.toMatch(/redis\.example|se.cret|secret@|sock/);
  });

  it.each([
    ['redis://one.example', [['one.example', 6379]]],
    [
      'redis://:p,w@one.example,redis://two.example:7000',
      [
        ['one.example', 6379],
        ['two.example', 7000],
      ],
    ],
    [
      'redis://u:p@one.example/3 , redis://u:p@two.example/3',
      [
        ['one.example', 6379],
        ['two.example', 6379],
      ],
    ],
    [
      'rediss://:p@one.example/3,two.example:7000',
      [
        ['one.example', 6379],
        ['two.example', 7000],
      ],
    ],
  ])('may be a list: %s', (url, expected) => {
    expect(redisAddresses.parse(url).map(({ host, port }) => [host, port])).toEqual(expected);
  });

  it.each([
    ['redis://one.example,rediss://two.example', /scheme/],
    ['redis://:secret@one.example,redis://:other@two.example', /password/],
    ['redis://one.example,redis://:secret@two.example', /password/],
    ['redis://one.example/1,redis://two.example/2', /database/],
    ['redis://one.example,:7000', /host:port/],
    ['redis://one.example,redis://two.example/nonsense', /database number/],
    ['redis://one.example,', /host:port/],
  ])('can not be the list %s, and the message does not repeat it', (url, message) => {
    const [issue] = redisAddresses.safeParse(url).error?.issues ?? [];
    expect(issue?.message).toMatch(message);
    expect(issue?.message).not.toMatch(/example|secret|other@|nonsense/);
  });

  it('shows neither user nor password when it is printed', () => {
    const text = JSON.stringify(redisAddress.parse('redis://app-user:app-password@redis.example'));
    expect(text).toContain('redis.example');
    expect(text).not.toMatch(/app-user|app-password/);
  });
});
