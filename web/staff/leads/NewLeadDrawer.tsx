// The form of a new enquiry, fast enough for the reception: the phone first, and who is known by it.
import { Button, Form, Input, Radio, Segmented, Select, Space } from 'antd';
import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnquiryAnswer } from '../../shared/api/types';
import { api, randomId } from '../../shared/client';
import { useIsPhone } from '../../shared/media';
import { useWrite } from '../../shared/queries';
import { CarefulDrawer } from '../../shared/ui/CarefulDrawer';
import { forgetFaults } from '../../shared/ui/formFaults';
import { StaffSelect } from '../../shared/ui/StaffSelect';
import { MatchWarning } from '../customers/new/MatchWarning';
import '../customers/new/new.css';
import { usePower, useSession, useStoreChoice } from '../session/session';
import { showAtFields } from '../settings/FormDrawer';
import { WishFields } from './LeadWish';
import { CHANNELS, inFen } from './words';

/** What the form asks, beside who it is: see `CustomerWords`. */
interface EnquiryWords {
  phone?: string;
  wechat?: string;
  name?: string;
  gender?: 'female' | 'male';
  channel: (typeof CHANNELS)[number];
  who: 'me' | 'pool' | 'other';
  consultant_id?: string | null;
  store_id?: string;
  brand?: string;
  series?: string;
  model?: string;
  from?: number | null;
  to?: number | null;
  horizon?: string;
  source?: string;
  comment?: string;
}

interface NewLeadDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  /** Called with the lead, where it is one's own to see. */
  onTaken: (id: string | null) => void;
}

export function NewLeadDrawer({ isOpen, onClose, onTaken }: NewLeadDrawerProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [form] = Form.useForm<EnquiryWords>();
  const { staff } = useSession();
  const { may } = usePower();
  // The same form sent twice is one enquiry.
  const key = useRef(randomId());
  const take = useWrite<EnquiryWords, EnquiryAnswer>({
    deed: (words) => api.post<EnquiryAnswer>('/leads', enquiryOf(words, staff.id), { idempotencyKey: key.current }),
    touches: () => [['leads'], ['customers'], ['tasks'], ['home']],
    done: (taken) => sentence(taken, t),
    onDone: (taken) => {
      key.current = randomId();
      form.resetFields();
      onTaken(taken.lead ? taken.id : null);
    },
    onProblem: (problem) => {
      key.current = randomId();
      return showAtFields(form, problem);
    },
  });
  return (
    <CarefulDrawer
      open={isOpen}
      onClose={onClose}
      title={t('leads.new')}
      size={isPhone ? '100%' : 480}
      destroyOnHidden
      footer={
        <Space style={{ display: 'flex', justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="primary" loading={take.isPending} onClick={() => form.submit()}>
            {t('common.save')} <kbd className="on-accent">↵</kbd>
          </Button>
        </Space>
      }
    >
      <Form<EnquiryWords>
        form={form}
        onValuesChange={forgetFaults(form)}
        layout="vertical"
        requiredMark={false}
        initialValues={{ channel: 'walk_in', who: may('work_leads') ? 'me' : 'pool' }}
        onFinish={(words) => take.mutate(words)}
        className="new-customer"
      >
        <WhoFields />
        {/* It reads the phone, the name and the gender, which are called alike in both forms. */}
        <MatchWarning form={form as unknown as Parameters<typeof MatchWarning>[0]['form']} />
        <Form.Item name="channel" label={t('leads.form.channel')}>
          <Select options={CHANNELS.map((one) => ({ value: one, label: t(`leads.channel.${one}`) }))} />
        </Form.Item>
        <Whose />
        <More />
        <button type="submit" hidden />
      </Form>
    </CarefulDrawer>
  );
}

function WhoFields() {
  const { t } = useTranslation();
  return (
    <>
      <div className="two">
        <Form.Item
          name="phone"
          label={t('leads.form.phone')}
          dependencies={['wechat']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, phone?: string) =>
                phone?.trim() || (getFieldValue('wechat') as string | undefined)?.trim()
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('leads.form.phoneMissing'))),
            }),
          ]}
        >
          <Input autoFocus inputMode="tel" autoComplete="off" maxLength={24} className="num" />
        </Form.Item>
        <Form.Item name="name" label={t('leads.form.name')} extra={t('leads.form.nameHint')}>
          <Input autoComplete="off" maxLength={80} />
        </Form.Item>
      </div>
      <div className="two">
        <Form.Item name="wechat" label={t('leads.form.wechat')}>
          <Input autoComplete="off" maxLength={40} />
        </Form.Item>
        <Form.Item name="gender" label={t('field.gender')}>
          <Radio.Group
            optionType="button"
            aria-label={t('field.gender')}
            options={[
              { value: 'male', label: t('gender.male') },
              { value: 'female', label: t('gender.female') },
            ]}
          />
        </Form.Item>
      </div>
    </>
  );
}

/** In which store, and who works on it. */
function Whose() {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { store } = useStoreChoice();
  const { may } = usePower();
  const who = Form.useWatch('who') as EnquiryWords['who'] | undefined;
  const offered = [
    ...(may('work_leads') ? [{ value: 'me', label: t('leads.form.me') }] : []),
    { value: 'pool', label: t('leads.form.pool') },
    ...(may('assign_leads') ? [{ value: 'other', label: t('leads.form.other') }] : []),
  ];
  return (
    <>
      {stores.length > 1 && (
        <Form.Item
          name="store_id"
          label={t('leads.store')}
          initialValue={store?.id ?? stores[0]?.id}
          rules={[{ required: true, message: t('leads.form.storeMissing') }]}
        >
          <Select options={stores.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <Form.Item name="who" label={t('leads.form.consultant')}>
        <Segmented options={offered} aria-label={t('leads.form.consultant')} />
      </Form.Item>
      {who === 'other' && (
        <Form.Item name="consultant_id" rules={[{ required: true, message: t('leads.form.consultantMissing') }]}>
          <StaffSelect aria-label={t('leads.giveTo')} />
        </Form.Item>
      )}
    </>
  );
}

function More() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return isOpen ? (
    <WishFields />
  ) : (
    <Button type="link" className="lead-more" icon={<ChevronDown size={14} />} onClick={() => setOpen(true)}>
      {t('leads.form.more')}
    </Button>
  );
}

function enquiryOf(words: EnquiryWords, me: string): object {
  const plain = (text: string | undefined) => text?.trim() || null;
  return {
    phone: plain(words.phone),
    wechat: plain(words.wechat),
    name: plain(words.name),
    gender: words.gender ?? null,
    channel: words.channel,
    store_id: words.store_id ?? null,
    consultant_id: words.who === 'me' ? me : words.who === 'other' ? (words.consultant_id ?? null) : null,
    brand: plain(words.brand),
    series: plain(words.series),
    model: plain(words.model),
    budget_min: inFen(words.from),
    budget_max: inFen(words.to),
    horizon: words.horizon ?? null,
    source: plain(words.source),
    comment: plain(words.comment),
  };
}

/** What became of it, and who works on it. */
function sentence({ outcome, number, consultant }: EnquiryAnswer, t: ReturnType<typeof useTranslation>['t']): string {
  const of = consultant ? t('leads.taken.of', { name: consultant.name }) : '';
  return t(`leads.taken.${outcome}`, { number }) + of;
}
