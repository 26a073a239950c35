// The parts of privacy, in the order of their tabs.
import {
  Building2,
  ClipboardCheck,
  FileCheck2,
  FileQuestion,
  FileSearch,
  FileText,
  Hourglass,
  ListChecks,
  type LucideIcon,
  Share2,
  TriangleAlert,
} from 'lucide-react';

export const PRIVACY_SECTIONS = [
  'requests',
  'policies',
  'purposes',
  'shares',
  'exports',
  'traces',
  'processors',
  'assessments',
  'incidents',
  'retention',
] as const;
export type PrivacySection = (typeof PRIVACY_SECTIONS)[number];

export const PRIVACY_ICON: Record<PrivacySection, LucideIcon> = {
  requests: FileQuestion,
  policies: FileText,
  purposes: ListChecks,
  shares: Share2,
  exports: FileCheck2,
  traces: FileSearch,
  processors: Building2,
  assessments: ClipboardCheck,
  incidents: TriangleAlert,
  retention: Hourglass,
};

/** What one must be allowed in order to see a part. */
export const PRIVACY_PERMISSION: Record<PrivacySection, string> = {
  requests: 'see_requests',
  policies: 'see_privacy',
  purposes: 'see_privacy',
  shares: 'see_privacy',
  exports: 'see_privacy',
  traces: 'trace_files',
  processors: 'see_privacy',
  assessments: 'see_privacy',
  incidents: 'see_privacy',
  retention: 'see_privacy',
};
