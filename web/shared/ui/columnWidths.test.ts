// What is remembered of column widths.
import { act, renderHook } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { readWidths, useColumnWidths } from './columnWidths';

beforeEach(() => localStorage.clear());

test('a width is kept within bounds and found again', () => {
  const { result } = renderHook(() => useColumnWidths('cars'));
  act(() => result.current.resize('vehicle', 3));
  act(() => result.current.resize('plate', 210.4));
  expect(result.current.widths).toEqual({ vehicle: 60, plate: 210 });
  expect(renderHook(() => useColumnWidths('cars')).result.current.widths).toEqual({ vehicle: 60, plate: 210 });
  expect(renderHook(() => useColumnWidths('customers')).result.current.widths).toEqual({});
});

test('a column can have its usual width again', () => {
  const { result } = renderHook(() => useColumnWidths('cars'));
  act(() => result.current.resize('plate', 210));
  act(() => result.current.resize('plate', null));
  expect(result.current.widths).toEqual({});
  expect(localStorage.length).toBe(0);
});

test('what makes no sense is forgotten', () => {
  expect(readWidths('{"plate": 200, "vehicle": "wide", "owner": 9999}')).toEqual({ plate: 200 });
  expect(readWidths('not json')).toEqual({});
  expect(readWidths('null')).toEqual({});
});
