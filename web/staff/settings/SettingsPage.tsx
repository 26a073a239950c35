// Settings: oneself, the organisation, and the ways in for machines.
import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '../../shared/media';
import { SectionTabs } from '../../shared/ui/SectionTabs';
import { Account } from './Account';
import { Audit } from './audit/Audit';
import { Channels } from './channels/Channels';
import { Departments } from './Departments';
import { Holidays } from './Holidays';
import { Keys } from './Keys';
import { Operations } from './operations/Operations';
import { People } from './People';
import { Quality } from './Quality';
import { Roles } from './Roles';
import { Stores } from './Stores';
import './settings.css';
import { SECTION, SECTION_GROUPS, SECTIONS, type Section } from './sections';
import { SignInRules } from './signin/SignInRules';
import { Tags } from './Tags';
import { Templates } from './templates/Templates';
import { Verification } from './Verification';
import { WarrantyTerms } from './WarrantyTerms';
import { Webhooks } from './webhooks/Webhooks';

const BODY: Record<Section, ComponentType> = {
  account: Account,
  stores: Stores,
  departments: Departments,
  holidays: Holidays,
  people: People,
  roles: Roles,
  'sign-in': SignInRules,
  audit: Audit,
  operations: Operations,
  keys: Keys,
  webhooks: Webhooks,
  tags: Tags,
  quality: Quality,
  verification: Verification,
  warranty: WarrantyTerms,
  templates: Templates,
  channels: Channels,
};

export function SettingsPage() {
  const { section } = useParams({ from: '/staff/settings/$section' });
  const present = SECTIONS.find((one) => one === section);
  if (!present) return <Navigate to="/settings/$section" params={{ section: 'account' }} replace />;
  const Body = BODY[present];
  return (
    <SettingsFrame present={present}>
      <Body />
    </SettingsFrame>
  );
}

/** The list of sections beside the section; on a phone above it. */
export function SettingsFrame({ present, children }: { present: Section; children: React.ReactNode }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  if (isPhone) {
    return (
      <>
        <SectionTabs
          label={t('settings.sections')}
          present={present}
          tabs={SECTIONS.map((section) => ({
            key: section,
            title: t(`settings.section.${section}`),
            link: { to: '/settings/$section', params: { section } },
          }))}
        />
        {children}
      </>
    );
  }
  return (
    <div className="settings">
      <nav aria-label={t('settings.sections')}>
        {SECTION_GROUPS.map((group) => (
          <div key={group}>
            <h2>{t(`settings.${group}`)}</h2>
            {SECTIONS.filter((section) => SECTION[section].group === group).map((section) => {
              const Icon = SECTION[section].icon;
              return (
                <Link
                  key={section}
                  to="/settings/$section"
                  params={{ section }}
                  className={section === present ? 'present' : ''}
                  aria-current={section === present ? 'page' : undefined}
                >
                  <Icon size={15} />
                  {t(`settings.section.${section}`)}
                </Link>
              );
            })}
          </div>
        ))}
      </nav>
      <div className="settings-body">{children}</div>
    </div>
  );
}
