-- The streams of one caller, at all replicas: a sorted set of ids by the time at which each is taken for dead,
-- in milliseconds. KEYS[1] is the set. ARGV: how many may be open (0: not looked at), the lease of those that
-- are added in milliseconds, how many ids to remove, these, and the ids to add. 0 where there are too many.
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local lease = tonumber(ARGV[2])
local first = 4 + tonumber(ARGV[3])
for i = 4, first - 1 do
  redis.call('ZREM', KEYS[1], ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local most = tonumber(ARGV[1])
if most > 0 and redis.call('ZCARD', KEYS[1]) >= most then
  return 0
end
for i = first, #ARGV do
  redis.call('ZADD', KEYS[1], now + lease, ARGV[i])
  redis.call('PEXPIRE', KEYS[1], lease)
end
return 1
