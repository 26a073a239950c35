// The parts of privacy, in the order of their tabs.
import { Building2, ClipboardCheck, type LucideIcon, TriangleAlert } from 'lucide-react';

export const PRIVACY_SECTIONS = ['processors', 'assessments', 'incidents'] as const;
export type PrivacySection = (typeof PRIVACY_SECTIONS)[number];

export const PRIVACY_ICON: Record<PrivacySection, LucideIcon> = {
  processors: Building2,
  assessments: ClipboardCheck,
  incidents: TriangleAlert,
};
