import { randomBytes, randomInt } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import type { AppRegistration } from '../directory/registrations.js';
import type { Person } from '../people.js';
import type { RequestedScopes } from './scopes.js';
import type { Tenant } from './tenants.js';

/** A device that waits for somebody to sign in elsewhere. */
export interface DeviceCode {
  readonly client: AppRegistration;
  readonly tenant: Tenant;
  readonly scopes: RequestedScopes;
  /** What people type. */
  readonly userCode: string;
  readonly expiresAtMs: number;
  /** `undefined` as long as nobody has answered. */
  answer: { readonly person: Person; readonly sid: string } | 'declined' | undefined;
  /** When its device may ask again. */
  pollAtMs: number;
}

export const DEVICE_CODE_LIFETIME_SECONDS = 900;
export const DEVICE_POLLING_SECONDS = 5;
/** Without what is easily mistaken. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const USER_CODE_LENGTH = 9;
/** Clocks and timers are not that exact. */
const EARLY_MS = 500;

/** The device codes under way, by what the device knows. */
export class DeviceCodes {
  private readonly byDeviceCode = new BoundedMap<string, DeviceCode>(1000);

  constructor(private readonly now: () => number) {}

  start(details: Pick<DeviceCode, 'client' | 'tenant' | 'scopes'>): { deviceCode: string; userCode: string } {
    const userCode = Array.from({ length: USER_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const deviceCode = randomBytes(96).toString('base64url');
    this.byDeviceCode.set(deviceCode, {
      ...details,
      userCode,
      expiresAtMs: this.now() + DEVICE_CODE_LIFETIME_SECONDS * 1000,
      answer: undefined,
      pollAtMs: 0,
    });
    return { deviceCode, userCode };
  }

  get(deviceCode: string): DeviceCode | undefined {
    return this.byDeviceCode.get(deviceCode);
  }

  /** One that still waits for an answer. Case and spaces do not matter. */
  find(userCode: string): DeviceCode | undefined {
    const typed = userCode.replace(/[\s-]/g, '').toUpperCase();
    return [...this.byDeviceCode.values()].find((code) => {
      return code.userCode === typed && code.answer === undefined && code.expiresAtMs > this.now();
    });
  }

  /** Whether the device keeps to its interval; a poll that does not makes it longer (RFC 8628, section 3.5). */
  poll(code: DeviceCode): boolean {
    const now = this.now();
    const inTime = now >= code.pollAtMs - EARLY_MS;
    code.pollAtMs = now + DEVICE_POLLING_SECONDS * 1000 * (inTime ? 1 : 2);
    return inTime;
  }

  finish(deviceCode: string): void {
    this.byDeviceCode.delete(deviceCode);
  }
}
