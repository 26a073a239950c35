// The form of a new customer, fast enough for the front desk: phone first, the car at once if there is one.
import { Alert, Button, Form, Input, Radio, Segmented, Select, Space, Switch } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerView } from '../../../shared/api/types';
import { api, type Problem, randomId } from '../../../shared/client';
import { listing, number } from '../../../shared/format';
import { useIsPhone } from '../../../shared/media';
import { problemWords, useWrite } from '../../../shared/queries';
import { Person } from '../../../shared/ui/faces';
import { forgetFaults } from '../../../shared/ui/formFaults';
import { StaffSelect } from '../../../shared/ui/StaffSelect';
import { choiceWords, USUAL } from '../../filters/words';
import { usePower, useSession, useStoreChoice } from '../../session/session';
import { usePlateTaken } from '../../vehicles/PlateTaken';
import { CarFields } from './CarFields';
import { MatchWarning } from './MatchWarning';
import './new.css';
import { CarefulDrawer } from '../../../shared/ui/CarefulDrawer';
import { type CustomerWords, newCustomerOf, placesOf } from './words';

/** Characters of a first note. */
const NOTE_MAX = 5_000;

interface NewCustomerDrawerProps {
  isOpen: boolean;
  onClose: () => void;
  onCreated: (customer: CustomerView) => void;
}

export function NewCustomerDrawer({ isOpen, onClose, onCreated }: NewCustomerDrawerProps) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const [form] = Form.useForm<CustomerWords>();
  const [hasCar, setCar] = useState(false);
  const [rest, setRest] = useState<string[]>([]);
  const taken = usePlateTaken();
  // The same form sent twice makes one customer.
  const key = useRef(randomId());
  const goesOn = useRef(false);
  const create = useWrite<CustomerWords, CustomerView>({
    deed: (words) =>
      api.post<CustomerView>('/customers', newCustomerOf(words, hasCar, taken.hasMoved), {
        idempotencyKey: key.current,
      }),
    touches: () => [['customers']],
    done: ({ name }) => t('newCustomer.created', { name }),
    onDone: (customer) => {
      key.current = randomId();
      form.resetFields();
      setCar(false);
      setRest([]);
      taken.forget();
      if (goesOn.current) form.focusField('phone');
      else onCreated(customer);
    },
    onProblem: (problem) => {
      // A form corrected after a refusal is another form.
      key.current = randomId();
      return taken.hear(problem) || showAtFields(problem);
    },
  });
  const showAtFields = (problem: Problem) => {
    const places = placesOf(problem.errors);
    form.setFields(places.fields as Parameters<typeof form.setFields>[0]);
    const isPlaced = places.fields.length > 0 || places.rest.length > 0;
    setRest(isPlaced ? places.rest : [problemWords(problem, t).title]);
    const first = places.fields[0];
    if (first) form.scrollToField(first.name, { focus: true });
    return problem.status !== 0 && problem.status < 500;
  };
  const submit = (isLast: boolean) => {
    goesOn.current = !isLast;
    form.submit();
  };
  return (
    <CarefulDrawer
      open={isOpen}
      onClose={onClose}
      title={t('action.addCustomer')}
      size={isPhone ? '100%' : 480}
      destroyOnHidden
      footer={
        <Space style={{ display: 'flex', justifyContent: 'flex-end' }}>
          <Button onClick={() => submit(false)} disabled={create.isPending}>
            {t('newCustomer.saveAndNext')}
          </Button>
          <Button type="primary" loading={create.isPending} onClick={() => submit(true)}>
            {t('common.save')} <kbd className="on-accent">↵</kbd>
          </Button>
        </Space>
      }
    >
      <Form<CustomerWords>
        form={form}
        layout="vertical"
        requiredMark={(label, { required }) => (
          <>
            {label}
            {!required && <span className="muted optional">{t('common.optional')}</span>}
          </>
        )}
        initialValues={{ kind: 'person' }}
        onFinish={(words) => create.mutate(words)}
        onValuesChange={(changed: Partial<CustomerWords>) => {
          forgetFaults(form)(changed);
          if (changed.car && 'plate' in changed.car) taken.forget();
        }}
        className="new-customer"
      >
        {rest.length > 0 && <Alert type="error" showIcon title={listing(rest)} style={{ marginBottom: 16 }} />}
        <WhoFields />
        <MatchWarning form={form} />
        <OriginFields />
        <div className="car-switch">
          <span>{t('newCustomer.hasCar')}</span>
          <Switch checked={hasCar} onChange={setCar} aria-label={t('newCustomer.hasCar')} />
        </div>
        {hasCar && <CarFields form={form} plateNotice={taken.notice} />}
        <Form.Item
          name="note"
          label={t('newCustomer.note')}
          rules={[{ max: NOTE_MAX, message: t('newCustomer.noteTooLong', { most: number(NOTE_MAX) }) }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} />
        </Form.Item>
        <button type="submit" hidden />
      </Form>
    </CarefulDrawer>
  );
}

function WhoFields() {
  const { t } = useTranslation();
  const kind = Form.useWatch('kind') as CustomerWords['kind'] | undefined;
  return (
    <>
      <Form.Item name="kind" noStyle>
        <Segmented
          aria-label={t('field.kind')}
          style={{ marginBottom: 16 }}
          options={[
            { value: 'person', label: t('customerKind.person') },
            { value: 'company', label: t('customerKind.company') },
          ]}
        />
      </Form.Item>
      <div className="two">
        <Form.Item name="phone" label={t('newCustomer.phone')}>
          <Input autoFocus inputMode="tel" autoComplete="off" maxLength={24} className="num" />
        </Form.Item>
        <Form.Item
          name="name"
          label={t(kind === 'company' ? 'newCustomer.companyName' : 'newCustomer.name')}
          rules={[{ required: true, whitespace: true, message: t('newCustomer.nameMissing') }]}
        >
          <Input autoComplete="off" maxLength={80} />
        </Form.Item>
      </div>
      {kind !== 'company' && (
        <Form.Item name="gender" label={t('field.gender')}>
          <Radio.Group
            optionType="button"
            options={[
              { value: 'male', label: t('gender.male') },
              { value: 'female', label: t('gender.female') },
            ]}
          />
        </Form.Item>
      )}
    </>
  );
}

function OriginFields() {
  const { t } = useTranslation();
  const { stores } = useSession();
  const { store } = useStoreChoice();
  return (
    <>
      <div className="two">
        <Form.Item name="source" label={t('field.source')}>
          <SourceSelect />
        </Form.Item>
        {stores.length > 1 && (
          <Form.Item
            name="store_id"
            label={t('field.store')}
            initialValue={store?.id}
            rules={[{ required: true, message: t('newCustomer.storeMissing') }]}
          >
            <Select
              placeholder={t('filter.value')}
              options={stores.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Form.Item>
        )}
      </div>
      <WhoseFields />
    </>
  );
}

/** Who looks after the customer: anybody, or oneself where one may not assign. */
function WhoseFields() {
  const { t } = useTranslation();
  const { staff } = useSession();
  const { may } = usePower();
  const mayAssign = may('assign_customers');
  // Who only works at their own desk takes the customer there; the others leave it open.
  const own = mayAssign || may('assign_leads') ? null : may('work_leads') ? 'consultant' : 'advisor';
  const myself = [{ value: staff.id, title: staff.name, label: <Person person={staff} /> }];
  return (
    <div className="two">
      {(['consultant', 'advisor'] as const).map((desk) => (
        <Form.Item
          key={desk}
          name={`${desk}_id`}
          label={t(`field.${desk}`)}
          {...(own === desk ? { initialValue: staff.id } : {})}
        >
          {mayAssign ? (
            <StaffSelect allowClear />
          ) : (
            <Select allowClear placeholder={t('filter.value')} options={myself} />
          )}
        </Form.Item>
      ))}
    </div>
  );
}

interface SourceSelectProps {
  id?: string;
  value?: string;
  onChange?: (source: string | undefined) => void;
}

/** The usual sources by name, or any other as typed. */
function SourceSelect({ id, value, onChange }: SourceSelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const usual = USUAL.source!.map((source) => ({ value: source, label: choiceWords('source', source, t) }));
  const own = [typed.trim(), value ?? ''].filter(
    (word) => word && !usual.some((one) => word === one.value || word === one.label),
  );
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      allowClear
      showSearch={{ optionFilterProp: 'label', onSearch: setTyped }}
      placeholder={t('filter.value')}
      options={[...usual, ...[...new Set(own)].map((word) => ({ value: word, label: word }))]}
    />
  );
}
