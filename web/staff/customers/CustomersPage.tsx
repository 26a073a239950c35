// The customers of the dealership: find them, filter them, keep views of them, change many at once.
import { useNavigate } from '@tanstack/react-router';
import { Download, FileUp, Plus, SearchX, Users } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerRow } from '../../shared/api/types';
import { useChoice } from '../../shared/choice';
import { useKeys } from '../../shared/keys';
import { useIsPhone } from '../../shared/media';
import { usePages } from '../../shared/paging';
import { ChooseRows } from '../../shared/ui/ChooseRows';
import { Deed } from '../../shared/ui/Deed';
import { Grid } from '../../shared/ui/Grid';
import { PageHead } from '../../shared/ui/PageHead';
import { SearchBox } from '../../shared/ui/SearchBox';
import { Empty } from '../../shared/ui/states';
import { ExportForm } from '../exports/ExportForm';
import { FilterBar } from '../filters/FilterBar';
import { usePower } from '../session/session';
import { ColumnChooser } from '../views/ColumnChooser';
import { useLaidOver } from '../views/laidOver';
import { ViewTabs } from '../views/ViewTabs';
import { BulkBar } from './bulk/BulkBar';
import { CustomerPanel } from './CustomerPanel';
import { CustomerCard, customerColumns, DEFAULT_COLUMNS, MORE_COLUMNS } from './columns';
import './customers.css';
import { useInlineEdit } from './edit';
import { useCustomerFields } from './fields';
import { ListFoot } from './ListFoot';
import { NewCustomerDrawer } from './new/NewCustomerDrawer';
import { useCustomerQuestion } from './question';

const ALL_COLUMNS = [...DEFAULT_COLUMNS, ...MORE_COLUMNS].filter((id) => id !== 'name');

export function CustomersPage() {
  const { t } = useTranslation();
  const { reason } = usePower();
  const navigate = useNavigate({ from: '/customers' });
  const isPhone = useIsPhone();
  const choice = useChoice();
  const [pressed, setCursor] = useState(-1);
  const [exported, setExported] = useState<{ ids: string[] | null } | null>(null);
  const { search, definition, always, question, change, openView, shape } = useCustomerQuestion();
  const { columns: shown, sizes } = shape;
  const fields = useCustomerFields();
  const pages = usePages<CustomerRow>('/customers', { ...question });
  // A customer opened by a link has no place yet: it is looked up among the rows that are there.
  const cursor = pressed < 0 && search.open ? pages.loaded().findIndex((row) => row.id === search.open) : pressed;
  const { onEdit, dialog } = useInlineEdit(pages.patch);
  const tagsPx = sizes.widths.tags;
  const columns = useMemo(() => {
    const sortable = new Set(fields.filter((field) => field.sortable).map((field) => field.name));
    return customerColumns(shown, { t, sortable, onEdit, tagsPx });
  }, [fields, shown, t, onEdit, tagsPx]);

  const questionText = JSON.stringify(question);
  const [asked, setAsked] = useState(questionText);
  if (asked !== questionText) {
    // Another question has other rows: neither the choice nor the place in the old list means anything any more.
    setAsked(questionText);
    setCursor(-1);
    choice.clear();
  }
  const preview = useLaidOver(Boolean(search.open));
  const go = (open: string | undefined, replace: boolean) =>
    void navigate({ search: (old) => ({ ...old, open }), replace });
  const show = (id: string | undefined) => (id ? go(id, preview.steps()) : preview.takeOff(() => go(undefined, true)));
  const openRow = (row: CustomerRow) => {
    if (isPhone) void navigate({ to: '/customers/$id', params: { id: row.id } });
    else show(row.id);
  };
  const moveTo = (index: number) => {
    setCursor(index);
    const row = pages.at(index);
    if (search.open && row) show(row.id);
  };
  const setNew = (isOpen: boolean) =>
    void navigate({ search: (old) => ({ ...old, new: isOpen || undefined }), replace: true });
  const why = reason('add_customers');
  useKeys({ ...(why ? {} : { n: () => setNew(true) }), ...(search.open ? { escape: () => show(undefined) } : {}) });
  const drawCard = useCallback((row: CustomerRow) => <CustomerCard row={row} />, []);

  return (
    <>
      <PageHead title={t('page.customers')}>
        <SearchBox
          value={search.q ?? ''}
          placeholder={t('customers.search')}
          onChange={useCallback((q: string) => change({ q: q || undefined }), [change])}
        />
        {!isPhone && (
          <Deed
            icon={<FileUp size={14} />}
            reason={reason('import_customers')}
            onClick={() => void navigate({ to: '/imports/new' })}
          >
            {t('customers.import')}
          </Deed>
        )}
        <Deed
          type="primary"
          icon={<Plus size={15} />}
          reason={why}
          onClick={() => setNew(true)}
          aria-label={t('action.addCustomer')}
        >
          {isPhone ? null : t('action.addCustomer')}
        </Deed>
      </PageHead>
      <ViewTabs
        about="customers"
        definition={definition}
        kept={shape.kept}
        viewId={search.view}
        always={always}
        onOpen={openView}
      />
      <div className="filter-row">
        <FilterBar
          fields={fields}
          filters={definition.filters}
          onChange={(filter) => change({ filter: filter.length > 0 ? filter : undefined })}
        />
        <div className="end">
          {isPhone && <ChooseRows choice={choice} />}
          <Deed
            type="text"
            size="small"
            icon={<Download size={14} />}
            reason={reason('export_customers')}
            aria-label={t('export.button')}
            onClick={() => setExported({ ids: null })}
          >
            {isPhone ? null : t('export.button')}
          </Deed>
          {!isPhone && (
            <ColumnChooser
              all={ALL_COLUMNS}
              shown={shown.filter((id) => id !== 'name')}
              onChange={shape.showColumns}
              onReset={shape.reset}
            />
          )}
        </div>
      </div>
      <div className={search.open ? 'list-and-panel open' : 'list-and-panel'}>
        <Grid
          label={t('page.customers')}
          pages={pages}
          columns={columns}
          nameOf={(row) => row.name}
          sort={search.sort}
          onSort={(sort) => change({ sort })}
          choice={choice}
          sizes={sizes}
          cursor={cursor}
          onCursor={moveTo}
          onOpen={openRow}
          card={isPhone ? drawCard : undefined}
          empty={
            <NoCustomers
              isNarrowed={definition.filters.length > 0 || Boolean(search.q)}
              onWiden={() => change({ q: undefined, filter: undefined })}
              onNew={() => setNew(true)}
              why={why}
            />
          }
          question={questionText}
        />
        {search.open && (
          <CustomerPanel
            id={search.open}
            onClose={() => show(undefined)}
            onPrevious={cursor > 0 ? () => moveTo(cursor - 1) : null}
            onNext={cursor >= 0 && cursor < pages.length - 1 ? () => moveTo(cursor + 1) : null}
          />
        )}
      </div>
      <BulkBar choice={choice} question={question} onExport={(ids) => setExported({ ids })} />
      {exported && (
        <ExportForm
          about="customers"
          question={question}
          ids={exported.ids}
          columns={shown}
          onClose={() => setExported(null)}
        />
      )}
      {dialog}
      <ListFoot question={question} isWaiting={pages.isStale} />
      <NewCustomerDrawer
        isOpen={Boolean(search.new)}
        onClose={() => setNew(false)}
        onCreated={(customer) =>
          void navigate({ search: (old) => ({ ...old, new: undefined, open: customer.id }), replace: true })
        }
      />
    </>
  );
}

interface NoCustomersProps {
  isNarrowed: boolean;
  onWiden: () => void;
  onNew: () => void;
  why: string | null;
}

function NoCustomers({ isNarrowed, onWiden, onNew, why }: NoCustomersProps) {
  const { t } = useTranslation();
  if (isNarrowed) {
    return (
      <Empty icon={SearchX} title={t('customers.noneMatch')} hint={t('customers.noneMatchHint')}>
        <Deed onClick={onWiden}>{t('filter.clear')}</Deed>
      </Empty>
    );
  }
  return (
    <Empty icon={Users} title={t('customers.none')} hint={t('customers.noneHint')}>
      <Deed type="primary" reason={why} onClick={onNew}>
        {t('action.addCustomer')}
      </Deed>
    </Empty>
  );
}
