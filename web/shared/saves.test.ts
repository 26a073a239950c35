// Which saves wait for which, and whose change a newer version is.
import { expect, test } from 'vitest';
import { Problem } from './client';
import { inTurn, rememberOwn, sendBeside, withOwn } from './saves';

test('saves of one record run one after the other, also after one that failed', async () => {
  const told: string[] = [];
  const slow = inTurn('/a', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push('first');
    throw new Error('refused');
  });
  const next = inTurn('/a', async () => void told.push('second'));
  const other = inTurn('/b', async () => void told.push('elsewhere'));
  await expect(slow).rejects.toThrow('refused');
  await Promise.all([next, other]);
  expect(told).toEqual(['elsewhere', 'first', 'second']);
});

test('one’s own saves are seen, those of others are not', () => {
  rememberOwn('/c', { version: 1 }, { version: 2 });
  rememberOwn('/c', { version: 2 }, { version: 3 });
  rememberOwn('/c', { version: 4 }, { version: 5 });
  expect(withOwn('/c', { version: 1 })).toEqual({ version: 3 });
  expect(withOwn('/d', { version: 1 })).toEqual({ version: 1 });
});

test('a save that changed nothing does not make the record its own successor', () => {
  rememberOwn('/e', { version: 1 }, { version: 1 });
  expect(withOwn('/e', { version: 1 })).toEqual({ version: 1 });
});

const stale = (current: object) => new Problem(412, { code: 'stale', current });

test('a stale version is sent again when what one replaces is as one saw it', async () => {
  const versions: number[] = [];
  const send = async (version: number) => {
    versions.push(version);
    if (version < 3) throw stale({ version: 3, vin: 'A', colour: 'red' });
    return 'saved';
  };
  await expect(sendBeside({ version: 1, vin: 'A' }, (car) => car.vin, send)).resolves.toBe('saved');
  expect(versions).toEqual([1, 3]);
});

test('a stale version stays refused when a colleague replaced the same', async () => {
  const send = async () => {
    throw stale({ version: 3, vin: 'B' });
  };
  await expect(sendBeside({ version: 1, vin: 'A' }, (car) => car.vin, send)).rejects.toBeInstanceOf(Problem);
});
