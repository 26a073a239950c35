// Privacy: what the law on personal data wants kept and shown, a tab for each part.
import { Navigate, useParams } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { Empty } from '../../shared/ui/states';
import { usePower } from '../session/session';
import { Approvals } from './approvals/Approvals';
import { BookList } from './books/BookList';
import { Duties } from './Duties';
import { Policies } from './policies/Policies';
import { Purposes } from './purposes/Purposes';
import { RequestList } from './requests/RequestList';
import { RetentionRules } from './retention/RetentionRules';
import { PRIVACY_ICON, PRIVACY_PERMISSION, PRIVACY_SECTIONS, type PrivacySection } from './sections';
import { Shares } from './shares/Shares';
import { Traces } from './traces/Traces';
import '../settings/settings.css';
import './privacy.css';

const BODY: Record<PrivacySection, ComponentType> = {
  requests: RequestList,
  policies: Policies,
  purposes: Purposes,
  shares: Shares,
  exports: Approvals,
  traces: Traces,
  processors: () => <BookList book="processors" />,
  assessments: () => <BookList book="assessments" />,
  incidents: () => <BookList book="incidents" />,
  retention: RetentionRules,
};

export function PrivacyPage() {
  const { section } = useParams({ from: '/staff/privacy/$section' });
  const { t } = useTranslation();
  const { may } = usePower();
  const offered = PRIVACY_SECTIONS.filter((one) => may(PRIVACY_PERMISSION[one]));
  const present = offered.find((one) => one === section);
  const [first] = offered;
  if (!present && first) return <Navigate to="/privacy/$section" params={{ section: first }} replace />;
  if (!present) return <Empty icon={ShieldCheck} title={t('common.notPossible')} />;
  const Body = BODY[present];
  return (
    <>
      <SectionTabs
        label={t('privacy.sections')}
        present={present}
        tabs={offered.map((one) => ({
          key: one,
          title: t(`privacy.section.${one}`),
          icon: PRIVACY_ICON[one],
          link: { to: '/privacy/$section', params: { section: one } },
        }))}
      />
      <Duties />
      <Body />
    </>
  );
}
