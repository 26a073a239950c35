// The head of a profile: face, name, phone, the four figures, the portrait in a sentence.
import { Button, Tooltip } from 'antd';
import { Eye, EyeOff, Phone, Star } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, CustomerView, FactsView } from '../../../shared/api/types';
import { api } from '../../../shared/client';
import { date, dateTime, money, number, phone as phoneWords, relativeDay, shortMoney } from '../../../shared/format';
import { useWrite } from '../../../shared/queries';
import { Deed } from '../../../shared/ui/Deed';
import { Avatar, StageTag } from '../../../shared/ui/faces';
import { useRecordReason } from '../../session/session';
import { useCustomerDeed } from './deeds';

export function Who({ customer, facts }: { customer: CustomerView; facts: FactsView }) {
  const { t } = useTranslation();
  const phones = customer.contacts.filter((contact) => contact.kind === 'phone');
  const phone = phones.find((contact) => contact.is_primary) ?? phones[0];
  const source = customer.source && t(`source.${customer.source}`, { defaultValue: customer.source });
  return (
    <div className="profile-who">
      <Avatar name={customer.name} size={56} />
      <div>
        <h2>
          <span>{customer.name}</span>
          <StageTag stage={customer.stage} />
          {customer.is_starred && <Star size={15} className="star" aria-label={t('profile.star')} role="img" />}
        </h2>
        <p className="profile-line">
          {phone && <Reveal customerId={customer.id} contact={phone} hasCall />}
          {source && <span>{source}</span>}
          <Tooltip title={date(customer.created_at)}>
            <span>{t('profile.since', { when: relativeDay(facts.first_seen_at) })}</span>
          </Tooltip>
          <span className="num">{customer.number}</span>
        </p>
      </div>
    </div>
  );
}

interface RevealProps {
  customerId: string;
  contact: ContactView;
  /** Offers to call the number once it is shown. */
  hasCall?: boolean;
}

/** A masked contact, and a button that shows it in full; the server writes down who looked. */
export function Reveal({ customerId, contact, hasCall = false }: RevealProps) {
  const { t } = useTranslation();
  const [full, setFull] = useState<string | null>(null);
  const reveal = useWrite<void, { value: string }>({
    deed: () => api.post(`/customers/${customerId}/contacts/${contact.id}/reveal`, {}),
    onDone: ({ value }) => setFull(value),
    touches: () => [['customers', customerId, 'timeline']],
  });
  const why = useRecordReason(contact.can)('reveal');
  const isMasked = contact.value.includes('*');
  const shown = full ?? contact.value;
  const number = isMasked ? full : contact.value;
  return (
    <span className="reveal">
      <span className="num">{contact.kind === 'phone' ? phoneWords(shown) : shown}</span>
      {isMasked && (
        <Deed
          type="text"
          size="small"
          className="quiet"
          reason={why}
          hint={full ? t('profile.hide') : `${t('profile.reveal')} · ${t('profile.revealHint')}`}
          aria-label={full ? t('profile.hide') : t('profile.reveal')}
          loading={reveal.isPending}
          icon={full ? <EyeOff size={14} /> : <Eye size={14} />}
          onClick={() => (full ? setFull(null) : reveal.mutate())}
        />
      )}
      {hasCall && number && contact.kind === 'phone' && (
        <Button
          type="text"
          size="small"
          className="quiet"
          href={`tel:${number}`}
          aria-label={t('profile.call')}
          icon={<Phone size={13} />}
        />
      )}
    </span>
  );
}

export function FactStrip({ facts, onComplete }: { facts: FactsView; onComplete: () => void }) {
  const { t } = useTranslation();
  const last = facts.last_visit_at && t('profile.lastVisit', { when: relativeDay(facts.last_visit_at) });
  return (
    <dl className="profile-facts">
      <div>
        <dt>{t('profile.value')}</dt>
        <dd>
          <b>{money(facts.spend)}</b>
          <span>
            {t('profile.valueHint', {
              purchase: shortMoney(facts.purchase_spend),
              visits: shortMoney(facts.visit_spend),
            })}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t('profile.visits')}</dt>
        <dd>
          <b>{number(facts.visits)}</b>
          <span>{last ?? t('profile.never')}</span>
        </dd>
      </div>
      <div>
        <dt>{t('profile.lastContact')}</dt>
        <dd>
          <b title={dateTime(facts.last_contact_at)}>
            {facts.last_contact_at ? relativeDay(facts.last_contact_at) : t('profile.never')}
          </b>
          {facts.complaints_open > 0 ? (
            <span className="late">{t('profile.complaintsOpen', { count: facts.complaints_open })}</span>
          ) : (
            <span>{t('profile.contacts', { count: facts.contacts })}</span>
          )}
        </dd>
      </div>
      <div>
        <dt>{t('quality.card.title')}</dt>
        <dd>
          <b>{facts.quality}</b>
          <button type="button" className="profile-complete" onClick={onComplete} title={t('profile.completenessHint')}>
            <span
              role="meter"
              aria-label={t('quality.score')}
              aria-valuenow={facts.quality}
              aria-valuemin={0}
              aria-valuemax={100}
            >
              <i style={{ width: `${facts.quality}%` }} />
            </span>
          </button>
        </dd>
      </div>
    </dl>
  );
}

export function Portrait({ sentence }: { sentence: string }) {
  return sentence ? <p className="profile-portrait">{sentence}</p> : null;
}

/** Says that the record was deleted, and brings it back. */
export function DeletedBand({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const why = useRecordReason(customer.can)('restore');
  const restore = useCustomerDeed(
    customer.id,
    () => api.put(`/customers/${customer.id}/restoration`),
    t('profile.restored'),
  );
  if (!customer.deleted_at) return null;
  return (
    <div className="profile-deleted" role="status">
      <span>{t('profile.deletedBand', { at: dateTime(customer.deleted_at) })}</span>
      <Deed size="small" reason={why} loading={restore.isPending} onClick={() => restore.mutate()}>
        {t('profile.restore')}
      </Deed>
    </div>
  );
}
