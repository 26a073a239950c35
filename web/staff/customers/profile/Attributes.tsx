// The customer's own attributes as facts edited in place.
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../shared/api/types';
import { age, date } from '../../../shared/format';
import { EditableFact, type FieldEditor, type FieldValue } from '../../../shared/ui/Editable';
import { Person, STAGES, StageTag } from '../../../shared/ui/faces';
import type { RecordEdit } from '../../../shared/ui/recordEdit';
import { attributeName, attributeValue } from '../../../shared/ui/timeline/attribute';
import { useRecordReason } from '../../session/session';
import type { CustomerField } from './deeds';

interface AttributesProps {
  customer: CustomerView;
  fields: readonly CustomerField[];
  edit: RecordEdit;
}

/** What only a human being has; shown for a company only where somebody has written it, to be taken back. */
const OF_PERSONS: readonly CustomerField[] = ['gender', 'birthday', 'occupation'];

export function Attributes({ customer, fields, edit }: AttributesProps) {
  const { t } = useTranslation();
  const isMeant = (field: CustomerField) =>
    customer.kind === 'person' || !OF_PERSONS.includes(field) || customer[field] !== null;
  const reason = useRecordReason(customer.can);
  return (
    <dl className="facts-list">
      {fields.filter(isMeant).map((field) => (
        <EditableFact
          key={field}
          label={attributeName(field, t)}
          value={customer[field] as FieldValue}
          editor={editorOf(field, t)}
          reason={reason(field === 'consultant' || field === 'advisor' ? 'assign' : 'edit')}
          onSave={(value) => edit.save({ [field]: value })}
        >
          {shown(field, customer, t)}
        </EditableFact>
      ))}
    </dl>
  );
}

/** Where customers come from, in the order people think of them. */
export const SOURCES = [
  'showroom',
  'phone',
  'website',
  'referral',
  'autohome',
  'dongchedi',
  'douyin',
  'xiaohongshu',
  'wecom',
  'tencent_ads',
  'event',
  'after_sales',
];

const CHOICES: Partial<Record<CustomerField, { group: string; words: readonly string[]; isRequired?: boolean }>> = {
  kind: { group: 'customerKind', words: ['person', 'company'], isRequired: true },
  gender: { group: 'gender', words: ['female', 'male'] },
  source: { group: 'source', words: SOURCES },
  purpose: { group: 'purpose', words: ['first_car', 'replacement', 'additional', 'gift', 'business'] },
  use_scenario: { group: 'useScenario', words: ['commute', 'leisure', 'business', 'family'] },
  decision_style: { group: 'decisionStyle', words: ['careful', 'decisive'] },
  preferred_channel: { group: 'channel', words: ['phone', 'wechat', 'wecom', 'sms', 'email'] },
};

function editorOf(field: CustomerField, t: TFunction): FieldEditor {
  if (field === 'stage') {
    const options = STAGES.map((stage) => ({ value: stage, label: <StageTag stage={stage} /> }));
    return { kind: 'choice', options, isRequired: true };
  }
  if (field === 'consultant' || field === 'advisor') return { kind: 'staff' };
  if (field === 'birthday') return { kind: 'date', isPast: true };
  const choice = CHOICES[field];
  if (choice) {
    const options = choice.words.map((word) => ({ value: word, label: t(`${choice.group}.${word}`) }));
    return { kind: 'choice', options, isRequired: choice.isRequired ?? false };
  }
  if (field === 'preferred_slot') return { kind: 'text', maxLength: 60, suggestions: t('profile.slots').split('|') };
  if (field === 'preferred_colour')
    return { kind: 'text', maxLength: 60, suggestions: t('profile.colours').split('|') };
  return { kind: 'text', maxLength: field === 'name' ? 80 : 60 };
}

function shown(field: CustomerField, customer: CustomerView, t: TFunction): ReactNode {
  switch (field) {
    case 'stage':
      return <StageTag stage={customer.stage} />;
    case 'consultant':
    case 'advisor':
      return customer[field] && <Person person={customer[field]} size={18} />;
    case 'birthday':
      return (
        customer.birthday && (
          <span className="num">
            {date(customer.birthday)}{' '}
            {customer.kind === 'person' && (
              <span className="muted">{t('profile.age', { count: age(customer.birthday) })}</span>
            )}
          </span>
        )
      );
    default:
      return attributeValue(field, customer[field], t);
  }
}
