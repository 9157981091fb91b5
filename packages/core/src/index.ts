export { CountersignError, type CountersignErrorOptions, InvalidArgumentError } from './errors.ts';
export { type Clock, readClock } from './time/clock.ts';
export { type Duration, durationSeconds } from './time/duration.ts';
