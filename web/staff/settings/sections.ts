// The parts of the settings, and what one needs to see each.
import {
  Activity,
  Building2,
  CalendarDays,
  CircleUserRound,
  ClipboardCheck,
  Fingerprint,
  KeyRound,
  type LucideIcon,
  MessageSquareText,
  Network,
  RadioTower,
  ScanSearch,
  ScrollText,
  ShieldCheck,
  ShieldEllipsis,
  Tags,
  Users,
  Webhook,
} from 'lucide-react';

export const SECTIONS = [
  'account',
  'stores',
  'departments',
  'holidays',
  'people',
  'roles',
  'sign-in',
  'audit',
  'operations',
  'keys',
  'webhooks',
  'tags',
  'quality',
  'verification',
  'warranty',
  'templates',
  'channels',
] as const;
export type Section = (typeof SECTIONS)[number];

interface SectionEntry {
  icon: LucideIcon;
  group: 'mine' | 'house' | 'data';
  /** The permission to change it. */
  permission?: string;
}

export const SECTION: Record<Section, SectionEntry> = {
  account: { icon: CircleUserRound, group: 'mine' },
  stores: { icon: Building2, group: 'house', permission: 'manage_stores' },
  departments: { icon: Network, group: 'house', permission: 'manage_stores' },
  holidays: { icon: CalendarDays, group: 'house', permission: 'manage_stores' },
  people: { icon: Users, group: 'house', permission: 'manage_staff' },
  roles: { icon: ShieldCheck, group: 'house', permission: 'manage_roles' },
  'sign-in': { icon: Fingerprint, group: 'house', permission: 'manage_sign_in' },
  audit: { icon: ScanSearch, group: 'house', permission: 'see_audit' },
  operations: { icon: Activity, group: 'house', permission: 'see_jobs' },
  keys: { icon: KeyRound, group: 'data', permission: 'manage_keys' },
  webhooks: { icon: Webhook, group: 'data', permission: 'manage_webhooks' },
  tags: { icon: Tags, group: 'data', permission: 'manage_tags' },
  verification: { icon: ShieldEllipsis, group: 'data', permission: 'manage_data_quality' },
  quality: { icon: ClipboardCheck, group: 'data', permission: 'manage_data_quality' },
  warranty: { icon: ScrollText, group: 'data', permission: 'manage_recalls' },
  templates: { icon: MessageSquareText, group: 'data', permission: 'manage_templates' },
  channels: { icon: RadioTower, group: 'data', permission: 'manage_channels' },
};

export const SECTION_GROUPS: SectionEntry['group'][] = ['mine', 'house', 'data'];
