package org.pellucid.report.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pellucid.report.document.Reference;

/** The sources of the formulas. */
final class Sources {
    /** Key, type, author, title, the field that says where, where, volume, number, pages, year; as in BibTeX, - for none. */
    private static final String TABLE = """
            bridle1990 | inproceedings | Bridle, John S. | Probabilistic interpretation of feedforward classification network outputs, with relationships to statistical pattern recognition | booktitle | Neurocomputing: algorithms, architectures and applications | - | - | 227--236 | 1990
            chellapilla2006 | inproceedings | Chellapilla, Kumar and Puri, Sidd and Simard, Patrice | High performance convolutional neural networks for document processing | booktitle | Tenth International Workshop on Frontiers in Handwriting Recognition | - | - | - | 2006
            chollet2017 | inproceedings | Chollet, Fran\\c{c}ois | {Xception}: deep learning with depthwise separable convolutions | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | 1251--1258 | 2017
            clevert2016 | inproceedings | Clevert, Djork-Arn\\'e and Unterthiner, Thomas and Hochreiter, Sepp | Fast and accurate deep network learning by exponential linear units ({ELUs}) | booktitle | International Conference on Learning Representations | - | - | - | 2016
            dozat2016 | inproceedings | Dozat, Timothy | Incorporating {Nesterov} momentum into {Adam} | booktitle | International Conference on Learning Representations, workshop track | - | - | - | 2016
            elfwing2018 | article | Elfwing, Stefan and Uchibe, Eiji and Doya, Kenji | Sigmoid-weighted linear units for neural network function approximation in reinforcement learning | journal | Neural Networks | 107 | - | 3--11 | 2018
            glorot2010 | inproceedings | Glorot, Xavier and Bengio, Yoshua | Understanding the difficulty of training deep feedforward neural networks | booktitle | International Conference on Artificial Intelligence and Statistics | - | - | 249--256 | 2010
            he2015 | inproceedings | He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian | Delving deep into rectifiers: surpassing human-level performance on {ImageNet} classification | booktitle | IEEE International Conference on Computer Vision | - | - | 1026--1034 | 2015
            he2016 | inproceedings | He, Kaiming and Zhang, Xiangyu and Ren, Shaoqing and Sun, Jian | Deep residual learning for image recognition | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | 770--778 | 2016
            hu2018 | inproceedings | Hu, Jie and Shen, Li and Sun, Gang | Squeeze-and-excitation networks | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | 7132--7141 | 2018
            ioffe2015 | inproceedings | Ioffe, Sergey and Szegedy, Christian | Batch normalization: accelerating deep network training by reducing internal covariate shift | booktitle | International Conference on Machine Learning | - | - | 448--456 | 2015
            kingma2015 | inproceedings | Kingma, Diederik P. and Ba, Jimmy | {Adam}: a method for stochastic optimization | booktitle | International Conference on Learning Representations | - | - | - | 2015
            lavin2016 | inproceedings | Lavin, Andrew and Gray, Scott | Fast algorithms for convolutional neural networks | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | 4013--4021 | 2016
            lecun1998 | article | LeCun, Yann and Bottou, L\\'eon and Bengio, Yoshua and Haffner, Patrick | Gradient-based learning applied to document recognition | journal | Proceedings of the IEEE | 86 | 11 | 2278--2324 | 1998
            lin2014 | inproceedings | Lin, Min and Chen, Qiang and Yan, Shuicheng | Network in network | booktitle | International Conference on Learning Representations | - | - | - | 2014
            lin2017 | inproceedings | Lin, Tsung-Yi and Goyal, Priya and Girshick, Ross and He, Kaiming and Doll\\'ar, Piotr | Focal loss for dense object detection | booktitle | IEEE International Conference on Computer Vision | - | - | 2980--2988 | 2017
            loshchilov2019 | inproceedings | Loshchilov, Ilya and Hutter, Frank | Decoupled weight decay regularization | booktitle | International Conference on Learning Representations | - | - | - | 2019
            maas2013 | inproceedings | Maas, Andrew L. and Hannun, Awni Y. and Ng, Andrew Y. | Rectifier nonlinearities improve neural network acoustic models | booktitle | ICML Workshop on Deep Learning for Audio, Speech and Language Processing | - | - | - | 2013
            nair2010 | inproceedings | Nair, Vinod and Hinton, Geoffrey E. | Rectified linear units improve restricted {Boltzmann} machines | booktitle | International Conference on Machine Learning | - | - | 807--814 | 2010
            polyak1964 | article | Polyak, Boris T. | Some methods of speeding up the convergence of iteration methods | journal | USSR Computational Mathematics and Mathematical Physics | 4 | 5 | 1--17 | 1964
            ranzato2007 | inproceedings | Ranzato, Marc'Aurelio and Huang, Fu Jie and Boureau, Y-Lan and LeCun, Yann | Unsupervised learning of invariant feature hierarchies with applications to object recognition | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | - | 2007
            rumelhart1986 | article | Rumelhart, David E. and Hinton, Geoffrey E. and Williams, Ronald J. | Learning representations by back-propagating errors | journal | Nature | 323 | - | 533--536 | 1986
            srivastava2014 | article | Srivastava, Nitish and Hinton, Geoffrey and Krizhevsky, Alex and Sutskever, Ilya and Salakhutdinov, Ruslan | Dropout: a simple way to prevent neural networks from overfitting | journal | Journal of Machine Learning Research | 15 | - | 1929--1958 | 2014
            sutskever2013 | inproceedings | Sutskever, Ilya and Martens, James and Dahl, George and Hinton, Geoffrey | On the importance of initialization and momentum in deep learning | booktitle | International Conference on Machine Learning | - | - | 1139--1147 | 2013
            szegedy2016 | inproceedings | Szegedy, Christian and Vanhoucke, Vincent and Ioffe, Sergey and Shlens, Jonathon and Wojna, Zbigniew | Rethinking the {Inception} architecture for computer vision | booktitle | IEEE Conference on Computer Vision and Pattern Recognition | - | - | 2818--2826 | 2016
            tieleman2012 | misc | Tieleman, Tijmen and Hinton, Geoffrey | Lecture 6.5: {RMSProp} | howpublished | Coursera: Neural networks for machine learning | - | - | - | 2012
            winograd1980 | book | Winograd, Shmuel | Arithmetic complexity of computations | publisher | SIAM | - | - | - | 1980
            """;

    /** All that any document may cite, by key. */
    static final List<Reference> ALL = TABLE.lines().map(Sources::entry).toList();

    private Sources() {}

    private static Reference entry(String line) {
        List<String> cells = List.of(line.split(" \\| ", -1));
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> names = List.of("author", "title", cells.get(4), "volume", "number", "pages", "year");
        List<String> values = new ArrayList<>(cells.subList(2, 4));
        values.addAll(cells.subList(5, cells.size()));
        for (int i = 0; i < names.size(); i++) {
            if (!values.get(i).equals("-")) {
                fields.put(names.get(i), values.get(i));
            }
        }
        return new Reference(cells.get(0), cells.get(1), fields, text(fields, cells.get(5)));
    }

    /** As printed: authors, title, where, when. */
    private static String text(Map<String, String> f, String where) {
        String volume = f.containsKey("volume") ? " " + f.get("volume") : "";
        String pages = f.containsKey("pages") ? ", pages " + plain(f.get("pages")) : "";
        return authors(plain(f.get("author"))) + ". *" + plain(f.get("title")) + "*. " + plain(where) + volume + ", "
                + f.get("year") + pages + ".";
    }

    /** Given names before the surname, commas between the authors. */
    private static String authors(String bibtex) {
        List<String> names = new ArrayList<>();
        for (String author : bibtex.split(" and ", -1)) {
            int comma = author.indexOf(", ");
            names.add(author.substring(comma + 2) + " " + author.substring(0, comma));
        }
        return String.join(", ", names);
    }

    private static String plain(String bibtex) {
        return bibtex.replace("\\c{c}", "ç")
                .replace("\\'e", "é")
                .replace("\\'a", "á")
                .replace("--", "–")
                .replaceAll("[{}]", "");
    }
}
