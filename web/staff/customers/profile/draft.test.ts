import { beforeEach, expect, test } from 'vitest';
import { emptyDraft, forgetDrafts, keepDraft, loadDraft } from './draft';

beforeEach(() => localStorage.clear());

test('a draft is kept until it is empty', () => {
  keepDraft('c1', { ...emptyDraft(), text: '想看星越' });
  expect(loadDraft('c1').text).toBe('想看星越');
  keepDraft('c1', emptyDraft());
  expect(localStorage.length).toBe(0);
});

test('whoever signs out leaves no drafts behind, and the choices of the machine stay', () => {
  keepDraft('c1', { ...emptyDraft(), text: '想看星越' });
  keepDraft('c2', { ...emptyDraft(), text: '周六带家人来' });
  localStorage.setItem('roadbook.theme', 'dark');
  forgetDrafts();
  expect([loadDraft('c1').text, loadDraft('c2').text]).toEqual(['', '']);
  expect(localStorage.getItem('roadbook.theme')).toBe('dark');
});
