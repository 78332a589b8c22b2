-- GCRA: the only thing kept is the time at which the caller will have used up what it took (TAT).
-- KEYS[1]: whose. ARGV, in microseconds: interval of one request, tolerance (the burst); how many are taken.
-- Returns 0, or for how many microseconds the caller has to wait.
local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local increment = ARGV[1] * ARGV[3]
local tolerance = tonumber(ARGV[2])
local tat = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + increment
local wait = tat - tolerance - now
if wait > 0 then
  return math.ceil(wait)
end
-- As text: Redis would write a number of this size in scientific notation.
redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000) + 1)
return 0
