// The small sign before each entry of a timeline: what kind of thing happened.
import {
  ArrowRightLeft,
  BadgeCheck,
  Car,
  CarFront,
  CircleAlert,
  CircleCheck,
  ClipboardPlus,
  Clock,
  CopyCheck,
  DoorOpen,
  Eye,
  FileInput,
  Gauge,
  House,
  IdCard,
  Link,
  type LucideIcon,
  MapPin,
  MessageCircle,
  PencilLine,
  Phone,
  PhoneCall,
  RotateCcw,
  Send,
  ShieldCheck,
  ShieldOff,
  ShieldQuestion,
  ShieldX,
  ShoppingBag,
  Split,
  StickyNote,
  Tag,
  Trash2,
  TriangleAlert,
  Unlink,
  UserPlus,
  UserRoundCog,
  Wrench,
} from 'lucide-react';
import type { Entry, NoteKind } from '../../api/types';
import type { Tone } from '../faces';

export interface Sign {
  icon: LucideIcon;
  tone: Tone;
}

export function signOf(entry: Entry): Sign {
  const kind = entry.note?.kind ?? entry.body.kind;
  const special = typeof kind === 'string' ? SPECIAL[`${entry.name} ${kind}`] : undefined;
  const [icon, tone] = special ?? SIGNS[entry.name] ?? [PencilLine, 'slate'];
  return { icon, tone };
}

export function signOfNote(noteKind: NoteKind): Sign {
  const [icon, tone] = SPECIAL[`note.written ${noteKind}`] ?? SIGNS['note.written']!;
  return { icon, tone };
}

type Pair = [LucideIcon, Tone];

const SIGNS: Record<string, Pair> = {
  'customer.created': [UserPlus, 'green'],
  'customer.changed': [PencilLine, 'slate'],
  'customer.assigned': [UserRoundCog, 'violet'],
  'customer.deleted': [Trash2, 'red'],
  'customer.restored': [RotateCcw, 'green'],
  'contact.added': [Phone, 'slate'],
  'contact.changed': [Phone, 'slate'],
  'contact.removed': [Phone, 'slate'],
  'contact.revealed': [Eye, 'amber'],
  'contact.found_wrong': [CircleAlert, 'amber'],
  'record.confirmed': [BadgeCheck, 'green'],
  'change.asked': [Clock, 'amber'],
  'change.code_sent': [Send, 'slate'],
  'change.code_used_up': [CircleAlert, 'red'],
  'change.proved': [BadgeCheck, 'blue'],
  'change.approved': [BadgeCheck, 'blue'],
  'change.confirmed': [BadgeCheck, 'green'],
  'change.overridden': [CircleAlert, 'amber'],
  'change.cancelled': [Trash2, 'slate'],
  'change.expired': [Clock, 'slate'],
  'address.added': [MapPin, 'slate'],
  'address.changed': [MapPin, 'slate'],
  'address.removed': [MapPin, 'slate'],
  'consent.given': [ShieldCheck, 'green'],
  'consent.refused': [ShieldOff, 'amber'],
  'consent.withdrawn': [ShieldOff, 'red'],
  'person.shared': [Send, 'violet'],
  'household.joined': [House, 'violet'],
  'household.left': [House, 'slate'],
  'tag.added': [Tag, 'blue'],
  'tag.removed': [Tag, 'slate'],
  'vehicle.registered': [CarFront, 'teal'],
  'vehicle.changed': [Car, 'slate'],
  'vehicle.deleted': [Trash2, 'red'],
  'vehicle.restored': [RotateCcw, 'green'],
  'person.linked': [Link, 'teal'],
  'person.unlinked': [Unlink, 'slate'],
  'plate.changed': [IdCard, 'blue'],
  'mileage.read': [Gauge, 'teal'],
  'fault.reported': [TriangleAlert, 'red'],
  'fault.repaired': [Wrench, 'green'],
  'fault.removed': [Trash2, 'slate'],
  'history.recorded': [BadgeCheck, 'slate'],
  'complaint.closed': [CircleCheck, 'green'],
  'note.written': [StickyNote, 'amber'],
  'note.deleted': [Trash2, 'slate'],
  'task.created': [ClipboardPlus, 'slate'],
  'task.completed': [CircleCheck, 'green'],
  'task.reopened': [RotateCcw, 'slate'],
  'task.cancelled': [Trash2, 'slate'],
  'task.snoozed': [Clock, 'slate'],
  'task.woken': [Clock, 'slate'],
  'task.handed_over': [ArrowRightLeft, 'violet'],
  'message.sent': [Send, 'green'],
  'message.failed': [CircleAlert, 'red'],
  'pair.set_apart': [Split, 'slate'],
  'pair.reopened': [RotateCcw, 'slate'],
  'duplicates.searched': [CopyCheck, 'slate'],
  'message.delivered': [CircleCheck, 'green'],
  'message.refused': [CircleAlert, 'slate'],
  'message.replied': [MessageCircle, 'blue'],
  'message.opted_out': [CircleAlert, 'amber'],
  'message.retried': [RotateCcw, 'slate'],
  'import.finished': [FileInput, 'slate'],
  'import.undone': [RotateCcw, 'slate'],
  'person_request.received': [ShieldQuestion, 'violet'],
  'person_request.identity_checked': [IdCard, 'slate'],
  'person_request.customer_found': [ShieldQuestion, 'slate'],
  'person_request.begun': [ShieldQuestion, 'blue'],
  'person_request.handed_over': [ArrowRightLeft, 'violet'],
  'person_request.extended': [Clock, 'amber'],
  'person_request.answered': [ShieldCheck, 'green'],
  'person_request.refused': [ShieldX, 'amber'],
  'person_request.closed': [ShieldCheck, 'slate'],
  'person.copied': [FileInput, 'slate'],
  'person.copy_fetched': [FileInput, 'amber'],
  'person.restricted': [ShieldX, 'red'],
  'person.released': [ShieldCheck, 'green'],
};

/** Signs that depend on what was written or recorded. */
const SPECIAL: Record<string, Pair> = {
  'note.written call': [PhoneCall, 'blue'],
  'note.written visit': [DoorOpen, 'amber'],
  'note.written message': [MessageCircle, 'green'],
  'history.recorded purchase': [ShoppingBag, 'green'],
  'history.recorded maintenance': [Wrench, 'teal'],
  'history.recorded repair': [Wrench, 'teal'],
  'history.recorded accident': [CircleAlert, 'red'],
  'history.recorded complaint': [CircleAlert, 'red'],
  'history.recorded test_drive': [CarFront, 'violet'],
  'history.recorded contact': [MessageCircle, 'green'],
};
