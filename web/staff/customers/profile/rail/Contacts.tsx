// Ways to reach the customer: shown masked, revealed on record, added, changed and removed in place.
import { Button, Dropdown, Input, Modal, Select } from 'antd';
import { AtSign, MessageCircle, MessagesSquare, MoreHorizontal, Phone } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactView, CustomerView } from '../../../../shared/api/types';
import { api } from '../../../../shared/client';
import { Tag } from '../../../../shared/ui/faces';
import { useRecordReason } from '../../../session/session';
import { useProof, type Wish } from '../../../verified/proof';
import { useCustomerDeed } from '../deeds';
import { Reveal } from '../Head';
import { RailSection } from './RailSection';
import { useRemoval } from './useRemoval';

type Kind = ContactView['kind'];
const SIGNS: Record<Kind, typeof Phone> = { phone: Phone, email: AtSign, wechat: MessageCircle, wecom: MessagesSquare };
const KINDS: Kind[] = ['phone', 'wechat', 'wecom', 'email'];

interface ContactForm {
  /** The contact being changed, none for a new one. */
  contact: ContactView | null;
  kind: Kind;
  value: string;
  label: string;
}

export function Contacts({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  const reason = useRecordReason(customer.can);
  const [form, setForm] = useState<ContactForm | null>(null);
  const proof = useProof(customer.id);
  const makePrimary = useCustomerDeed<ContactView>(
    customer.id,
    (contact) => api.patch(`/customers/${customer.id}/contacts/${contact.id}`, { is_primary: true }),
    t('common.saved'),
    (problem, contact) => proof.askInstead(problem, wishOf(contact, 'promote')),
  );
  const judge = useCustomerDeed<ContactView>(
    customer.id,
    (contact) => api.patch(`/customers/${customer.id}/contacts/${contact.id}`, { is_wrong: !contact.wrong_since }),
    t('common.saved'),
  );
  const remove = useRemoval<ContactView>(customer.id, 'contacts', t('profile.removeContact'), (problem, contact) =>
    proof.askInstead(problem, wishOf(contact, 'remove')),
  );
  const deedsOf = (contact: ContactView): Record<string, () => void> => ({
    edit: () => setForm({ contact, kind: contact.kind, value: '', label: contact.label ?? '' }),
    primary: () => makePrimary.mutate(contact),
    judge: () => judge.mutate(contact),
    remove: () => remove(contact),
  });
  return (
    <RailSection
      title={t('profile.contactsTitle')}
      add={{
        label: t('profile.addContact'),
        words: t('common.add'),
        reason: reason('edit'),
        onAdd: () => setForm({ contact: null, kind: 'phone', value: '', label: '' }),
      }}
    >
      {customer.contacts.length === 0 && <p className="muted">{t('profile.noContacts')}</p>}
      {customer.contacts.map((contact) => {
        const Icon = SIGNS[contact.kind];
        return (
          <div className="rail-line" key={contact.id}>
            <Icon size={14} role="img" aria-label={t(`contactKind.${contact.kind}`)} />
            <Reveal customerId={customer.id} contact={contact} hasCall />
            {contact.label && <span className="muted cut">{contact.label}</span>}
            {contact.is_primary && <Tag>{t('profile.primary')}</Tag>}
            {contact.wrong_since && <Tag tone="red">{t('quality.wrong')}</Tag>}
            <span className="spring" />
            {contact.can.includes('edit') && (
              <Dropdown
                trigger={['click']}
                placement="bottomRight"
                menu={{
                  items: [
                    { key: 'edit', label: t('common.edit') },
                    { key: 'primary', label: t('profile.makePrimary'), disabled: contact.is_primary },
                    { key: 'judge', label: t(contact.wrong_since ? 'contactDeed.markRight' : 'contactDeed.markWrong') },
                    { type: 'divider' },
                    {
                      key: 'remove',
                      label: t('common.delete'),
                      danger: true,
                      disabled: !contact.can.includes('remove'),
                    },
                  ],
                  onClick: ({ key }) => deedsOf(contact)[key]?.(),
                }}
              >
                <Button
                  type="text"
                  size="small"
                  className="quiet on-hover"
                  aria-label={`${t('profile.more')}: ${contact.value}`}
                  icon={<MoreHorizontal size={14} />}
                />
              </Dropdown>
            )}
          </div>
        );
      })}
      {form && <ContactDialog customerId={customer.id} form={form} onChange={setForm} proof={proof} />}
      {proof.dialog}
    </RailSection>
  );
}

/** What the server is asked for when it wants a proof; messenger accounts need none. */
function wishOf(contact: ContactView, deed: Wish['deed'], value?: string): Wish | null {
  const { kind } = contact;
  if (kind !== 'phone' && kind !== 'email') return null;
  return { field: kind, deed, contact_id: contact.id, ...(value === undefined ? {} : { value }) };
}

interface ContactDialogProps {
  proof: ReturnType<typeof useProof>;
  customerId: string;
  form: ContactForm;
  onChange: (form: ContactForm | null) => void;
}

function ContactDialog({ customerId, form, onChange, proof }: ContactDialogProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<string | null>(null);
  const { contact, kind, value, label } = form;
  const change = (part: Partial<ContactForm>) => onChange({ ...form, ...part });
  const path = `/customers/${customerId}/contacts`;
  const words = value.trim();
  const save = useCustomerDeed(
    customerId,
    () =>
      contact
        ? api.patch(`${path}/${contact.id}`, { ...(words ? { value: words } : {}), label: label.trim() || null })
        : api.post(path, { kind, value: words, ...(label.trim() ? { label: label.trim() } : {}) }),
    t('common.saved'),
    (problem) => {
      if (contact && proof.askInstead(problem, wishOf(contact, 'replace', words))) {
        onChange(null);
        return true;
      }
      const said = problem.errors.find((error) => error.field === 'value');
      setFault(said?.message ?? null);
      return said !== undefined;
    },
  );
  const submit = () => {
    if (words || contact) save.mutate(undefined, { onSuccess: () => onChange(null) });
  };
  return (
    <Modal
      open
      width={420}
      title={contact ? t('common.edit') : t('profile.addContact')}
      okText={t('common.save')}
      confirmLoading={save.isPending}
      okButtonProps={{ disabled: !words && !contact }}
      onOk={submit}
      onCancel={() => onChange(null)}
    >
      <div className="small-form">
        <label htmlFor="contact-kind">{t('profile.contactKind')}</label>
        <Select<Kind>
          id="contact-kind"
          value={kind}
          disabled={contact !== null}
          onChange={(next) => change({ kind: next })}
          options={KINDS.map((one) => ({ value: one, label: t(`contactKind.${one}`) }))}
        />
        <label htmlFor="contact-value">{t('profile.contactValue')}</label>
        <div>
          <Input
            id="contact-value"
            autoFocus
            value={value}
            status={fault ? 'error' : ''}
            inputMode={kind === 'phone' ? 'tel' : 'text'}
            placeholder={contact ? `${contact.value} · ${t('profile.valueKeep')}` : ''}
            onChange={(event) => {
              setFault(null);
              change({ value: event.target.value });
            }}
            onPressEnter={submit}
          />
          {fault && (
            <p className="late" role="alert">
              {fault}
            </p>
          )}
        </div>
        <label htmlFor="contact-label">{t('profile.label')}</label>
        <Input
          id="contact-label"
          value={label}
          maxLength={30}
          placeholder={t('profile.labelHint')}
          onChange={(event) => change({ label: event.target.value })}
          onPressEnter={submit}
        />
      </div>
    </Modal>
  );
}
