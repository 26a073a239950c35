// Privacy: what the law on personal data wants kept and shown, a tab for each part.
import { Navigate, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { BookList } from './books/BookList';
import { Duties } from './Duties';
import { PRIVACY_ICON, PRIVACY_SECTIONS, type PrivacySection } from './sections';
import './privacy.css';

const BODY: Record<PrivacySection, ComponentType> = {
  processors: () => <BookList book="processors" />,
  assessments: () => <BookList book="assessments" />,
  incidents: () => <BookList book="incidents" />,
};

export function PrivacyPage() {
  const { section } = useParams({ from: '/staff/privacy/$section' });
  const { t } = useTranslation();
  const present = PRIVACY_SECTIONS.find((one) => one === section);
  if (!present) return <Navigate to="/privacy/$section" params={{ section: PRIVACY_SECTIONS[0] }} replace />;
  const Body = BODY[present];
  return (
    <>
      <SectionTabs
        label={t('privacy.sections')}
        present={present}
        tabs={PRIVACY_SECTIONS.map((one) => ({
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
