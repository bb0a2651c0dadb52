/** Injects the `Configuration` that config/ made. */
export const CONFIGURATION = Symbol('CONFIGURATION');
