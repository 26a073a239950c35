// Runs before the first paint: sets the chosen theme and language, so that nothing flashes. Its own file, so that a strict
// content security policy needs no exception.
(function () {
  var chosen = localStorage.getItem('roadbook.theme');
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  var root = document.documentElement;
  root.dataset.theme = dark ? 'dark' : 'light';
  root.style.colorScheme = dark ? 'dark' : 'light';
  root.style.background = dark ? '#0e1013' : '#f7f8f9';
  if (localStorage.getItem('roadbook.language') === 'en') root.lang = 'en';
})();
