// Everything known about the customer: identity, preferences, and the figures the journal adds up to. On a phone also what stands at the side elsewhere.
import { useTranslation } from 'react-i18next';
import type { FactsView, ProfileView } from '../../../../shared/api/types';
import { date, dateTime, kilometres, money, NOTHING, number } from '../../../../shared/format';
import { useIsPhone } from '../../../../shared/media';
import { Merges } from '../../merge/Merges';
import { Attributes } from '../Attributes';
import { useCustomerEdit } from '../deeds';
import { IdNumber } from '../IdNumber';
import { QualityCard } from '../QualityCard';
import { RailSections } from '../rail/Rail';

export function DetailsTab({ profile, onVehicles }: { profile: ProfileView; onVehicles: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { customer, facts } = profile;
  const edit = useCustomerEdit(customer);
  return (
    <div className="profile-section">
      <QualityCard profile={profile} onVehicles={onVehicles} />
      <div className="profile-details">
        <div>
          <h3>{t('profile.identity')}</h3>
          <Attributes
            customer={customer}
            edit={edit}
            fields={['name', 'kind', 'gender', 'birthday', 'occupation', 'stage', 'source', 'consultant', 'advisor']}
          />
          <dl className="facts-list">
            <dt>{t('attribute.id_number')}</dt>
            <dd>
              <IdNumber customer={customer} />
            </dd>
            <dt>{t('attribute.store')}</dt>
            <dd className="plain">{customer.store.name}</dd>
            <dt>{t('attribute.created')}</dt>
            <dd className="plain num">{dateTime(customer.created_at)}</dd>
          </dl>
        </div>
        <div>
          <h3>{t('profile.preferences')}</h3>
          <Attributes
            customer={customer}
            edit={edit}
            fields={[
              'purpose',
              'use_scenario',
              'decision_style',
              'preferred_colour',
              'preferred_slot',
              'preferred_channel',
            ]}
          />
          <h3>{t('profile.numbers')}</h3>
          <Figures facts={facts} />
        </div>
      </div>
      <Merges id={customer.id} />
      {isPhone && <RailSections profile={profile} hasFacts={false} />}
      {edit.dialog}
    </div>
  );
}

function Figures({ facts }: { facts: FactsView }) {
  const { t } = useTranslation();
  const complaints =
    facts.complaints_open > 0
      ? `${facts.complaints} (${t('profile.complaintsOpen', { count: facts.complaints_open })})`
      : number(facts.complaints);
  const lines: [string, string][] = [
    [t('profile.firstSeen'), date(facts.first_seen_at)],
    [t('profile.lastPurchase'), date(facts.last_purchase_at)],
    [t('profile.purchases'), number(facts.purchases)],
    [t('profile.purchaseSpend'), money(facts.purchase_spend)],
    [t('profile.visitSpend'), money(facts.visit_spend)],
    [t('attribute.mileage_km'), kilometres(facts.mileage_km)],
    [
      t('profile.carAge'),
      facts.car_age_months === null ? NOTHING : t('profile.months', { count: facts.car_age_months }),
    ],
    [t('profile.complaints'), complaints],
    [t('profile.notes'), number(facts.notes)],
  ];
  return (
    <dl className="facts-list">
      {lines.map(([label, value]) => (
        <div className="fact-line" key={label}>
          <dt>{label}</dt>
          <dd className="plain num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
