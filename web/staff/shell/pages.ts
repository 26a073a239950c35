// The pages one can go to from anywhere: in the sidebar, by the palette, and by `g` and a letter.
import type { LinkProps } from '@tanstack/react-router';
import {
  Braces,
  Car,
  ClipboardCheck,
  CopyCheck,
  FileUp,
  House,
  ListTodo,
  type LucideIcon,
  Magnet,
  Megaphone,
  MessagesSquare,
  Settings,
  ShieldCheck,
  Users,
} from 'lucide-react';

export interface PageEntry {
  to: NonNullable<LinkProps['to']>;
  /** The last part of its `page.…` word. */
  word: string;
  icon: LucideIcon;
  /** The letter after `g`. */
  letter: string;
  /** Pinyin and English, for the palette. */
  keywords: string[];
  /** What one must be allowed in order to see it; everybody sees the others. */
  permission?: string;
  /** One of these must be held for the page to be offered at all; it is about nothing but these deeds. */
  offeredTo?: string[];
  group: 'start' | 'customers' | 'reach' | 'foot';
  /** Whether it stands in the bar at the bottom of a phone; four at most. */
  isInBar: boolean;
}

export const PAGES: PageEntry[] = [
  {
    to: '/',
    word: 'home',
    permission: 'see_home',
    icon: House,
    letter: 'h',
    keywords: ['shouye', 'gongzuotai', 'gzt', 'home', 'start', 'dashboard'],
    group: 'start',
    isInBar: true,
  },
  {
    to: '/tasks',
    word: 'tasks',
    permission: 'see_tasks',
    icon: ListTodo,
    letter: 't',
    keywords: ['renwu', 'rw', 'daiban', 'tasks', 'todo', 'calendar'],
    group: 'start',
    isInBar: true,
  },
  {
    to: '/leads',
    word: 'leads',
    offeredTo: ['see_leads', 'add_leads'],
    icon: Magnet,
    letter: 'l',
    keywords: ['xiansuo', 'xs', 'gonghai', 'liuzi', 'leads', 'enquiries', 'pool'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/customers',
    word: 'customers',
    permission: 'see_customers',
    icon: Users,
    letter: 'c',
    keywords: ['kehu', 'kh', 'customers', 'people'],
    group: 'customers',
    isInBar: true,
  },
  {
    to: '/vehicles',
    word: 'vehicles',
    permission: 'see_vehicles',
    icon: Car,
    letter: 'v',
    keywords: ['cheliang', 'cl', 'vehicles', 'cars', 'plates'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/recalls',
    word: 'recalls',
    permission: 'see_vehicles',
    icon: Megaphone,
    letter: 'r',
    keywords: ['zhaohui', 'zh', 'fuwuhuodong', 'recalls', 'campaigns'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/imports',
    word: 'imports',
    offeredTo: ['import_customers', 'bulk_edit_customers', 'export_customers', 'export_vehicles', 'export_tasks'],
    icon: FileUp,
    letter: 'i',
    keywords: ['daoru', 'dr', 'houtairenwu', 'import', 'export', 'jobs'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/quality',
    word: 'quality',
    offeredTo: ['see_data_quality', 'override_verification'],
    icon: ClipboardCheck,
    letter: 'q',
    keywords: ['shujuzhiliang', 'sjzl', 'zhiliang', 'quality', 'data', 'completeness'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/duplicates',
    word: 'duplicates',
    offeredTo: ['find_duplicates'],
    icon: CopyCheck,
    letter: 'd',
    keywords: ['chachong', 'cc', 'chongfu', 'hebing', 'duplicates', 'merge'],
    group: 'customers',
    isInBar: false,
  },
  {
    to: '/messages',
    word: 'messages',
    icon: MessagesSquare,
    letter: 'm',
    keywords: ['xiaoxi', 'xx', 'duanxin', 'messages', 'sms'],
    group: 'reach',
    isInBar: false,
  },
  {
    to: '/privacy',
    word: 'privacy',
    offeredTo: ['see_privacy', 'see_requests'],
    icon: ShieldCheck,
    letter: 'p',
    keywords: ['yinsi', 'ys', 'geren', 'tongyi', 'qingqiu', 'privacy', 'consent', 'requests', 'pipl'],
    group: 'reach',
    isInBar: false,
  },
  {
    to: '/developers',
    word: 'api',
    icon: Braces,
    letter: 'a',
    keywords: ['jiekou', 'jk', 'api', 'developers', 'openapi'],
    group: 'foot',
    isInBar: false,
  },
  {
    to: '/settings',
    word: 'settings',
    icon: Settings,
    letter: 's',
    keywords: ['shezhi', 'sz', 'yuangong', 'juese', 'biaoqian', 'settings', 'people', 'roles', 'tags'],
    group: 'foot',
    isInBar: false,
  },
];

/** The pages worth offering to someone who may do what `may` says. */
export function offeredPages(may: (permission: string) => boolean): PageEntry[] {
  return PAGES.filter(({ offeredTo }) => !offeredTo || offeredTo.some(may));
}

/** Groups in the order of the sidebar; those with a heading have a `group.…` word. */
export const GROUPS: { name: PageEntry['group']; hasHeading: boolean }[] = [
  { name: 'start', hasHeading: false },
  { name: 'customers', hasHeading: true },
  { name: 'reach', hasHeading: true },
];
