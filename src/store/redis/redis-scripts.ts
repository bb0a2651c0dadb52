import { createHash } from 'node:crypto';

/** A script that Redis runs as one step. All its keys must be in one slot. */
export interface RedisScript {
  readonly lua: string;
  readonly sha: string;
}

function script(lua: string): RedisScript {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** The head of a record (see redis-value.ts), unless there is none in any form of ours or it has ended at `now`. */
const LIVING_HEAD = `
local function living_head(key, now)
  if redis.call('TYPE', key).ok ~= 'string' then return nil end
  local head = redis.call('GETRANGE', key, 0, 10)
  if #head < 11 then return nil end
  local form, version, ends = struct.unpack('>BI4I6', head)
  if form ~= 1 and form ~= 2 then return nil end
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

/** Who holds a lease, unless nobody does: every lease has an end. */
const OWNER = `
local function owner_of(key)
  if redis.call('TYPE', key).ok ~= 'string' or redis.call('PTTL', key) < 0 then return nil end
  return redis.call('GET', key)
end
`;

/** ARGV: owner, milliseconds. */
export const HOLD_LEASE = script(`${OWNER}
local owner = owner_of(KEYS[1])
if owner and owner ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`);

/** ARGV: owner. */
export const RELEASE_LEASE = script(`${OWNER}
if owner_of(KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
`);

/**
 * Puts a member into an index, which is a sorted set by their ends, or takes it out when its end has passed. Ended ones go as
 * well. ARGV: now, member, its end, most members. Answers with the members beyond that, which stay.
 */
export const CHANGE_INDEX = script(`
local now, ends, most = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local kind = redis.call('TYPE', KEYS[1]).ok
if kind ~= 'zset' and kind ~= 'none' then redis.call('DEL', KEYS[1]) end
-- First of all: a Redis that is full refuses the first write of a script alone.
if ends > now then redis.call('ZADD', KEYS[1], ARGV[3], ARGV[2])
else redis.call('ZREM', KEYS[1], ARGV[2]) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[1])
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')[2]
if not last then return {} end
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(tonumber(last) - now, 1e15)))
local over, giving_way = redis.call('ZCARD', KEYS[1]) - most, {}
if over <= 0 then return {} end
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, over)) do
  if member ~= ARGV[2] and #giving_way < over then table.insert(giving_way, member) end
end
return giving_way
`);
