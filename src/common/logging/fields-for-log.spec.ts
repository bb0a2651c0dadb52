import { z } from 'zod';
import { fieldsForLog } from './fields-for-log.js';

const fieldsOf = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error && fieldsForLog(error);
};

describe('the fields that did not fit, for the log,', () => {
  const user = z.object({ id: z.string(), phones: z.array(z.string()), '@odata.type': z.string() });

  it('are named by their paths', () => {
    expect(fieldsOf(user, { id: 1, phones: ['1', 2] })).toEqual(['id', 'phones.1', '@odata.type']);
  });

  it('are ten at most', () => {
    expect(fieldsOf(user, { id: 'x', phones: Array(10_000).fill(1), '@odata.type': 'x' })).toHaveLength(10);
  });

  it('show no key that another chose', () => {
    const record = z.record(z.string(), z.string());
    expect(fieldsOf(record, { 'ada@contoso.example': 1, [`a${'b'.repeat(500_000)}`]: 1 })).toEqual(['…', '…']);
  });
});
