export { CountersignError } from '@countersign/core';
