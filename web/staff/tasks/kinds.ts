// The kinds of tasks and their signs, and the outcomes a task may have.
import {
  BadgeCheck,
  CalendarCheck2,
  Car,
  CircleDashed,
  ClipboardCheck,
  Heart,
  HeartOff,
  type LucideIcon,
  MessageCircle,
  Phone,
  PhoneForwarded,
  PhoneMissed,
  PhoneOff,
  Reply,
} from 'lucide-react';
import type { Outcome, TaskView } from '../../shared/api/types';
import type { Tone } from '../../shared/ui/faces';

export const KINDS: TaskView['kind'][] = ['call', 'visit', 'message', 'follow_up', 'verify', 'confirm_data', 'other'];

export const KIND_SIGN: Record<TaskView['kind'], { icon: LucideIcon; tone: Tone }> = {
  call: { icon: Phone, tone: 'green' },
  visit: { icon: Car, tone: 'amber' },
  message: { icon: MessageCircle, tone: 'teal' },
  follow_up: { icon: Reply, tone: 'blue' },
  verify: { icon: BadgeCheck, tone: 'violet' },
  confirm_data: { icon: ClipboardCheck, tone: 'slate' },
  other: { icon: CircleDashed, tone: 'slate' },
};

/** The outcomes in the order people meet them, and `none` for "just done". */
export const OUTCOMES: { key: Outcome | 'none'; icon: LucideIcon }[] = [
  { key: 'reached', icon: PhoneForwarded },
  { key: 'no_answer', icon: PhoneMissed },
  { key: 'interested', icon: Heart },
  { key: 'not_interested', icon: HeartOff },
  { key: 'booked', icon: CalendarCheck2 },
  { key: 'wrong_number', icon: PhoneOff },
  { key: 'none', icon: ClipboardCheck },
];

/** Whether the task is about reaching someone, so that an outcome says more than "done". */
export function hasOutcomes(kind: TaskView['kind']): boolean {
  return kind !== 'verify' && kind !== 'confirm_data' && kind !== 'other';
}
