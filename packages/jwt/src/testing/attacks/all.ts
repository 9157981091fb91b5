import type { Attacks } from './attack.ts';
import { ATTACKS_ON_KEYS } from './on-keys.ts';
import { ATTACKS_ON_HEADERS, ATTACKS_ON_PAYLOADS } from './on-tokens.ts';

export const ATTACKS: Attacks = { ...ATTACKS_ON_KEYS, ...ATTACKS_ON_HEADERS, ...ATTACKS_ON_PAYLOADS };
