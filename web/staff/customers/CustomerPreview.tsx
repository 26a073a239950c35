// A customer at a glance: who they are, their cars, what is due, what happened last.
import { Link } from '@tanstack/react-router';
import { Car } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerView, FactsView, ProfileVehicle, ProfileView, TaskView } from '../../shared/api/types';
import { dateTime, kilometres, money, NOTHING, number, phone, relativeDay, shortDate } from '../../shared/format';
import { Avatar, Person, Plate, StageTag, TagPill } from '../../shared/ui/faces';
import './customers.css';
import { CarName } from '../../shared/ui/CarName';

export function CustomerPreview({ profile }: { profile: ProfileView }) {
  const { t } = useTranslation();
  const { customer, facts, vehicles, tasks, portrait } = profile;
  return (
    <div className="preview">
      <Who customer={customer} />
      {portrait && <p className="portrait">{portrait}</p>}
      <FactStrip facts={facts} />
      <Traits customer={customer} />
      {vehicles.length > 0 && <h3>{t('preview.vehicles')}</h3>}
      {vehicles.map((vehicle) => (
        <VehicleCard key={vehicle.id} vehicle={vehicle} />
      ))}
      {tasks.length > 0 && <h3>{t('preview.tasks')}</h3>}
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </div>
  );
}

function Who({ customer }: { customer: CustomerView }) {
  const primary = customer.contacts.find((contact) => contact.is_primary) ?? customer.contacts[0];
  return (
    <div className="who">
      <Avatar name={customer.name} size={52} />
      <div>
        <h2>
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.name}
          </Link>
          <StageTag stage={customer.stage} />
        </h2>
        <p className="muted num">
          {[primary && phone(primary.value), customer.store.name].filter(Boolean).join(' · ')}
        </p>
      </div>
    </div>
  );
}

function FactStrip({ facts }: { facts: FactsView }) {
  const { t } = useTranslation();
  const cells = [
    [t('field.spend'), money(facts.spend)],
    [t('field.visits'), number(facts.visits)],
    [t('field.last_visit'), relativeDay(facts.last_visit_at)],
    [t('field.completeness'), `${facts.completeness}%`],
  ];
  return (
    <dl className="fact-strip">
      {cells.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Traits({ customer }: { customer: CustomerView }) {
  const { t } = useTranslation();
  return (
    <dl className="traits">
      <dt>{t('field.number')}</dt>
      <dd className="num">{customer.number}</dd>
      <dt>{t('field.consultant')}</dt>
      <dd>{customer.consultant ? <Person person={customer.consultant} /> : NOTHING}</dd>
      <dt>{t('field.advisor')}</dt>
      <dd>{customer.advisor ? <Person person={customer.advisor} /> : NOTHING}</dd>
      <dt>{t('field.source')}</dt>
      <dd>{customer.source ? t(`source.${customer.source}`, { defaultValue: customer.source }) : NOTHING}</dd>
      <dt>{t('field.created')}</dt>
      <dd className="num">{shortDate(customer.created_at)}</dd>
      <dt>{t('field.tags')}</dt>
      <dd className="tags">
        {customer.tags.length > 0 ? customer.tags.map((tag) => <TagPill key={tag.id} tag={tag} />) : NOTHING}
      </dd>
    </dl>
  );
}

function VehicleCard({ vehicle }: { vehicle: ProfileVehicle }) {
  const { t } = useTranslation();
  return (
    <div className="vehicle-card">
      <p>
        <Car size={15} />
        <b className="cut">
          <CarName car={vehicle} />
        </b>
        {vehicle.plate && <Plate plate={vehicle.plate} />}
      </p>
      <p className="num second">
        <span>{kilometres(vehicle.mileage_km)}</span>
        {vehicle.due.slice(0, 3).map((due) => (
          <span key={due.kind} className={due.state === 'later' ? '' : due.state} title={due.on}>
            {t(`due.${due.kind}`)} {relativeDay(due.on)}
          </span>
        ))}
      </p>
    </div>
  );
}

function TaskLine({ task }: { task: TaskView }) {
  return (
    <p className="task-line">
      <i className={`sla ${task.sla}`} />
      <span className="cut">{task.title}</span>
      <time className={task.sla === 'red' ? 'late' : 'muted'} title={dateTime(task.due_at)}>
        {relativeDay(task.due_at)}
      </time>
    </p>
  );
}
