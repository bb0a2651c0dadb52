import { createHash } from 'node:crypto';
import { type RedisArgument } from 'redis';
import { toRedisError } from './redis-error.js';
import type { RedisLink } from './redis-link.js';

/** A script that Redis runs as one step. All its keys must be in one slot. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

function script(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** The head of a record (see redis-value.ts), unless there is none or it has ended at `now`. */
const LIVING_HEAD = `
local function living_head(key, now)
  local head = redis.call('GETRANGE', key, 0, 10)
  if #head < 11 then return nil end
  local version, ends = struct.unpack('>I4I6', head, 2)
  if ends <= tonumber(now) then return nil end
  return head, version
end
`;

/** ARGV: now, expected version, the record as it is to be, but for its end, which it keeps. */
export const REPLACE = script(`${LIVING_HEAD}
local head, version = living_head(KEYS[1], ARGV[1])
if version ~= tonumber(ARGV[2]) then return 0 end
local record = string.sub(ARGV[3], 1, 5) .. string.sub(head, 6, 11) .. string.sub(ARGV[3], 12)
redis.call('SET', KEYS[1], record, 'KEEPTTL')
return 1
`);

/** ARGV: now, new end. An end that has passed removes. */
export const EXTEND = script(`${LIVING_HEAD}
for _, key in ipairs(KEYS) do
  if living_head(key, ARGV[1]) then
    redis.call('SETRANGE', key, 5, struct.pack('>I6', tonumber(ARGV[2])))
    redis.call('PEXPIRE', key, ARGV[2] - ARGV[1])
  end
end
`);

/** ARGV: owner, milliseconds. */
export const HOLD_LEASE = script(`
local owner = redis.call('GET', KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** ARGV: owner. */
export const RELEASE_LEASE = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`);

/**
 * Puts a member into an index (see redis-index.ts), or takes it out when its end has passed. Ended ones go as well, and
 * beyond the bound those that end first. ARGV: now, member, its end, most members.
 */
export const CHANGE_INDEX = script(`
local now, kept, at = tonumber(ARGV[1]), {}, 2
local index = redis.call('GET', KEYS[1]) or '\\3'
while at <= #index do
  local ends, member
  ends, member, at = struct.unpack('>I6I2c0', index, at)
  if ends > now and member ~= ARGV[2] then table.insert(kept, { ends, member }) end
end
if tonumber(ARGV[3]) > now then table.insert(kept, { tonumber(ARGV[3]), ARGV[2] }) end
table.sort(kept, function(a, b) return a[1] > b[1] end)
local entries = {}
for place = 1, math.min(#kept, tonumber(ARGV[4])) do
  local ends, member = kept[place][1], kept[place][2]
  table.insert(entries, struct.pack('>I6I2c0', ends, #member, member))
end
if #entries == 0 then return redis.call('DEL', KEYS[1]) end
redis.call('SET', KEYS[1], '\\3' .. table.concat(entries), 'PX', kept[1][1] - now)
`);

/** Runs a script by its name, and with its text where Redis has not seen it: on each node once, and after restarts. */
export async function runScript(
  link: RedisLink,
  { lua, sha }: RedisScript,
  keys: readonly string[],
  args: readonly RedisArgument[],
): Promise<unknown> {
  const [first = ''] = keys;
  const parameters = [String(keys.length), ...keys, ...args];
  try {
    return await link.send(first, ['EVALSHA', sha, ...parameters]);
  } catch (error) {
    if (toRedisError(error).code !== 'NOSCRIPT') throw error;
    return link.send(first, ['EVAL', lua, ...parameters]);
  }
}
