/**
 * Preloaded (`node --import`) into both services that npm run faults compares: the clock can be put forward by a message
 * `{ advanceMs }`, so that caches expire without anybody waiting for it. Timers keep the machine's time.
 */
const realNow = Date.now.bind(Date);
let shiftMs = 0;

Date.now = () => realNow() + shiftMs;

process.on('message', ({ advanceMs }) => {
  shiftMs += advanceMs;
  process.send({ shiftMs });
});
// Whoever started this process is gone: so it goes, too.
process.on('disconnect', () => process.exit());
process.channel.unref();
