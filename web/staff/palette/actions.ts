// What the palette can do besides finding: deeds one may start from anywhere.
import type { LinkProps } from '@tanstack/react-router';
import { FileUp, type LucideIcon, Magnet, UserPlus } from 'lucide-react';

export interface Action {
  /** The last part of its `action.…` word. */
  word: string;
  icon: LucideIcon;
  /** Pinyin, initials and English. */
  keywords: string[];
  permission: string;
  link: LinkProps;
}

export const ACTIONS: Action[] = [
  {
    word: 'addCustomer',
    icon: UserPlus,
    keywords: ['xinjiankehu', 'xjkh', 'new customer', 'add'],
    permission: 'add_customers',
    link: { to: '/customers', search: { new: true } },
  },
  {
    word: 'addLead',
    icon: Magnet,
    keywords: ['dengjixiansuo', 'djxs', 'liuzi', 'new enquiry', 'new lead'],
    permission: 'add_leads',
    link: { to: '/leads', search: { new: true } },
  },
  {
    word: 'importCustomers',
    icon: FileUp,
    keywords: ['daorukehu', 'drkh', 'import customers', 'excel', 'csv'],
    permission: 'import_customers',
    link: { to: '/imports/new' },
  },
];
