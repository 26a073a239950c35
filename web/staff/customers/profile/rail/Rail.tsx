// The side of a profile: cars, facts, contacts, addresses, tags, household.
import { useTranslation } from 'react-i18next';
import type { ProfileView } from '../../../../shared/api/types';
import { Attributes } from '../Attributes';
import { useCustomerEdit } from '../deeds';
import { Addresses } from './Addresses';
import { ConsentsSection } from './Consents';
import { Contacts } from './Contacts';
import { HouseholdSection } from './Household';
import { RailLeads } from './RailLeads';
import { RailSection } from './RailSection';
import { RailVehicles } from './RailVehicles';
import { Tags } from './Tags';

export function Rail({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  return (
    <aside className="profile-rail" aria-label={t('profile.rail')}>
      <RailSections profile={profile} hasFacts />
    </aside>
  );
}

export function RailSections({ profile, hasFacts }: { profile: ProfileView; hasFacts: boolean }) {
  const { customer } = profile;
  return (
    <>
      {hasFacts && <RailLeads customerId={customer.id} />}
      {hasFacts && <RailVehicles profile={profile} />}
      {hasFacts && <Facts profile={profile} />}
      <Contacts customer={customer} />
      <Tags customer={customer} />
      <ConsentsSection customer={customer} />
      <Addresses customer={customer} />
      <HouseholdSection customer={customer} />
    </>
  );
}

function Facts({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const edit = useCustomerEdit(profile.customer);
  return (
    <RailSection title={t('profile.facts')}>
      <Attributes
        customer={profile.customer}
        edit={edit}
        fields={[
          'consultant',
          'advisor',
          'stage',
          'source',
          'gender',
          'birthday',
          'occupation',
          'purpose',
          'use_scenario',
          'decision_style',
          'preferred_slot',
          'preferred_channel',
        ]}
      />
      {edit.dialog}
    </RailSection>
  );
}
